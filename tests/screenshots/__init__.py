"""Pictures of the real window: for the README, and of every screen for looking at."""
