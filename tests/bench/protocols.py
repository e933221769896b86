"""How each protocol is asked for a stream, and by what its events are told apart. No sockets, no clock."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_TOKENS = 1_000_000
"""More than any answer here has; where a protocol wants a limit."""

MESSAGES = [{"role": "user", "content": "Go on."}]
HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Wire:
    """One protocol: where and with what it is asked, and what its stream looks like.

    `content` is found once in each event with some text, `event_end` behind it; `end` behind the last of them, if the
    answer is whole. Text cannot match: its quotes and line ends are escaped in JSON.
    """

    name: str
    path: str
    asked: Mapping[str, object]
    content: re.Pattern[bytes]
    end: re.Pattern[bytes]
    event_end: bytes = b"\n\n"


CHAT = Wire(
    "chat",
    "/v1/chat/completions",
    {"model": "gpt-4", "messages": MESSAGES, "stream": True},
    re.compile(rb'"content": ?"(?!")'),
    re.compile(rb"data: \[DONE\]\s*\Z"),
)
WIRES = (
    CHAT,
    Wire(
        "completions",
        "/v1/completions",
        {"model": "gpt-4", "prompt": "Go on.", "stream": True},
        re.compile(rb'"text": ?"(?!")'),
        CHAT.end,
    ),
    Wire(
        "responses",
        "/v1/responses",
        {"model": "gpt-4", "input": "Go on.", "stream": True},
        re.compile(rb"event: response\.output_text\.delta\n"),
        re.compile(rb"event: response\.completed\n.*\n\n\Z"),
    ),
    Wire(
        "anthropic",
        "/v1/messages",
        {"model": "gpt-4", "max_tokens": MOST_TOKENS, "messages": MESSAGES, "stream": True},
        re.compile(rb"event: content_block_delta\n"),
        re.compile(rb"event: message_stop\n.*\n\n\Z"),
    ),
    Wire(
        "gemini",
        "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
        {"contents": [{"role": "user", "parts": [{"text": "Go on."}]}]},
        re.compile(rb'"text": ?"(?!")'),
        re.compile(rb'"finishReason": ?"STOP".*\n\n\Z'),
    ),
    Wire(
        "ollama",
        "/api/chat",
        {"model": "llama3.2", "messages": MESSAGES, "stream": True},
        re.compile(rb'"content": ?"(?!")'),
        re.compile(rb'"done": ?true.*\n\Z'),
        event_end=b"\n",
    ),
)


def request_bytes(port: int, fields: Mapping[str, object], wire: Wire = CHAT, *, keep_alive: bool = False) -> bytes:
    """A POST with those fields beside the protocol's own; without keep-alive its answer ends with the connection."""
    body = json.dumps({**wire.asked, **fields}).encode()
    head = (
        f"POST {wire.path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Content-Type: application/json",
        "Authorization: Bearer bench",
        f"Content-Length: {len(body)}",
        f"Connection: {'keep-alive' if keep_alive else 'close'}",
    )
    return "\r\n".join(head).encode() + HEAD_END + body
