"""Captures in the window: kept, measured, replayed, fitted, taken from files and from a real API."""
