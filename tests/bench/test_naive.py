"""The yardstick's own stream: it is plain, but it is right."""

import asyncio

from .naive import completion, stream
from .wire import read_answer


def test_the_stream_holds_every_piece_and_its_end() -> None:
    async def collect() -> list[str]:
        return [event async for event in stream("gpt-4", ["Hel", "lo", "!"], 0, 0)]

    events = asyncio.run(collect())

    parts = [b"HTTP/1.1 200 OK\r\n\r\n", *(event.encode() for event in events), b""]
    answer = read_answer(parts, range(len(parts)))
    assert answer.problem == ""
    assert answer.arrivals_ns == [2, 3, 4]


def test_the_whole_answer_holds_the_text_and_its_tokens() -> None:
    answer = completion("gpt-4", "Hello!", 2)

    assert answer["choices"][0]["message"]["content"] == "Hello!"
    assert answer["usage"]["completion_tokens"] == 2
