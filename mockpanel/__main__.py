"""`python -m mockpanel` is the command `mockpanel`."""

from mockpanel.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
