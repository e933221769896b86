"""Qt's views of the core's data."""
