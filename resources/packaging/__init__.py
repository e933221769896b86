"""Builds the app for people without Python: bundle, icons, notices, packages. Knows no running server."""
