"""What a stream is: settings, tokens, timing, history. No I/O on sockets, no clock, no asyncio, no FastAPI, no Qt."""
