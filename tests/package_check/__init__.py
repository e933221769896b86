"""Proves the built app: unpacks it where there is no Python of ours and no network, starts both programs, uses them."""
