"""Other people's clients on a real server; `python dev.py test --clients` runs them, and the everyday tests do not."""
