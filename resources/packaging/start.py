"""What the built programs run."""

from mockpanel.frozen import main

if __name__ == "__main__":
    raise SystemExit(main())
