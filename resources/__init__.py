"""What goes with mockpanel into the world: the packages' files, and the code that builds them. Not in the wheel."""
