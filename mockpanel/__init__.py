"""mockpanel: an OpenAI-compatible mock server with exact token timing, and the panel to tune its feel."""

__version__ = "0.1.0"
