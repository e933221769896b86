"""How a stream looks outside: bytes in, plan request out; pieces in, frames out. One file a protocol."""
