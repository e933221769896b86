"""What can go wrong while measuring, told in one sentence."""


class BenchError(Exception):
    """A scenario could not be measured; the message is a sentence."""
