"""A tape keeps frames for whoever reads them: those that are there, and those that come."""

from __future__ import annotations

import asyncio

import pytest

from mockpanel.server import tape as tape_module
from mockpanel.server.tape import Tape


async def read(tape: Tape, start: int = 0) -> bytes:
    return b"".join([data async for data in tape.read(start)])


@pytest.mark.parametrize(("start", "expected"), [(0, b"a\n\nb\n\nc\n\n"), (2, b"c\n\n"), (3, b""), (9, b"")])
def test_what_was_written_can_be_read_from_any_frame_on(start: int, expected: bytes) -> None:
    tape = Tape()
    tape.write(b"a\n\nb\n\n")
    tape.close(b"c\n\n")

    assert asyncio.run(read(tape, start)) == expected


def test_readers_get_what_comes_and_the_end() -> None:
    async def main() -> list[bytes]:
        tape = Tape()
        tape.write(b"a\n\n")
        readers = [asyncio.create_task(read(tape, start), name="read") for start in (0, 1, 2)]  # noqa: TID251
        await asyncio.sleep(0)
        tape.write(b"b\n\n")
        await asyncio.sleep(0)
        tape.write(b"c\n\nd\n\n")
        tape.close()
        return await asyncio.gather(*readers)

    assert asyncio.run(main()) == [b"a\n\nb\n\nc\n\nd\n\n", b"b\n\nc\n\nd\n\n", b"c\n\nd\n\n"]


def test_it_is_a_sink_that_is_never_full_and_whose_client_never_leaves() -> None:
    async def main() -> bool:
        tape = Tape()
        ended = asyncio.get_running_loop().create_future()
        ended.set_result(None)
        return await tape.run(ended)

    assert asyncio.run(main())
    assert not Tape.full


@pytest.mark.parametrize("properly", [True, False])
def test_its_end_is_the_end_however_it_comes(properly: bool) -> None:
    async def main() -> bytes:
        tape = Tape()
        tape.write(b"a\n\n")
        tape.interrupt()
        await (tape.finish() if properly else tape.abort())
        return await read(tape)

    assert asyncio.run(main()) == b"a\n\n"


def test_too_many_frames_are_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape_module, "LARGEST_TAPE_BYTES", 1000)
    tape = Tape()

    for _ in range(100):
        tape.write(b"x" * 100 + b"\n\n")

    assert (tape.torn, tape.frames, tape.size) == (True, [], 0)
    assert asyncio.run(read(tape)) == b""
