"""One widget a file: values in by show_*, out by signals; no rule lives here."""
