"""The protocols as a client of them: what it asks, and what the events of an answer bring. One file each, one table."""
