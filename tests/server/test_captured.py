"""An answer as it is captured: rows while it comes, then real tokens and a saved capture."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.captures import Capture
from mockpanel.core.profile_folder import ProfileFolder
from mockpanel.core.request_record import Outcome
from mockpanel.core.settings import Settings, validated
from mockpanel.core.taking import Taking
from mockpanel.server.captured import NOTES, Captured
from mockpanel.server.services import Services
from tests.core.captures import chat_event
from tests.core.plans import DirectTokenizer
from tests.server.fakes import SECOND

KEY = "kept-secret"


def events(*texts: str, field: str = "content") -> bytes:
    return "".join(f"data: {chat_event(text, field=field)}\n\n" for text in texts).encode()


def captured(
    folder: Path,
    *came: tuple[float, bytes],
    outcome: Outcome = Outcome.COMPLETED,
    before_end: Callable[[Captured], object] = lambda _captured: None,
    **options: Any,
) -> tuple[Captured, list[Capture]]:
    """One whose bytes came so many seconds after the request had come, and what of it was saved.

    It was sent on half a second after it had come.
    """

    async def main() -> tuple[Captured, list[Capture]]:
        settings = {"capture_from": "https://api.example.org/v1", "capture_api_key": KEY}
        services = Services(validated(Settings, settings), ProfileFolder(folder), CaptureFolder(folder))
        tokenizer: Any = DirectTokenizer()
        services.tokenizer = tokenizer
        record = services.log.arrived("req_1", at=1_700_000_000.0, method="POST", path="/v1/chat/completions")
        services.log.captured(record, "api.example.org", stream=True)
        made = Captured(services, record, "api.example.org", Taking(streamed=True), 3 * SECOND // 2, SECOND)
        for seconds, data in came:
            made.feed(data, SECOND + int(seconds * SECOND))
        before_end(made)
        await made.end(outcome, **options)
        await services.saving.wait_all()
        return made, [kept.capture for kept in services.captures.kept() if not kept.built_in]

    return asyncio.run(main())


def rows(made: Captured) -> list[tuple[float, int, int]]:
    """Of each row of the ledger the seconds, the tokens so far and its chunks."""
    return [(row.sent_ns / SECOND, row.tokens, row.chunks) for row in made.record.ledger]


def test_a_capture_counts_from_when_it_was_sent_and_the_log_from_when_it_had_come(tmp_path: Path) -> None:
    made, (capture,) = captured(
        tmp_path,
        (0.75, events("Hm.", field="reasoning_content")),
        (1.0, events("Hello", ", World")),
        (1.5, events("!")[:9]),
        (2.0, events("!")[9:]),
    )

    assert [(each.seconds, each.text, each.reasoning) for each in capture.arrivals] == [
        (0.25, "Hm.", True),
        (0.5, "Hello", False),
        (0.5, ", World", False),
        (1.5, "!", False),
    ]
    assert rows(made) == [(1.0, 3, 2), (2.0, 4, 1)]
    assert (capture.model, capture.source, capture.notes) == ("m", "api.example.org", "")


def test_the_key_is_neither_in_the_log_nor_in_the_file_whatever_repeats_it(tmp_path: Path) -> None:
    error = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}."}})

    made, _ = captured(
        tmp_path,
        (1.0, f"data: {chat_event('Your key is kept-', model=f'm-{KEY}')}\n\n".encode() + events("secret.")),
        (1.5, f"data: {error}\n\n".encode()),
    )

    (saved,) = tmp_path.iterdir()
    assert made.record.error == "Incorrect API key provided: ***."
    assert made.record.answer == "Your key is ******."
    assert "secret" not in saved.read_text() + saved.name
    assert "m-***" in saved.read_text()


def test_the_record_is_closed_with_what_was_measured(tmp_path: Path) -> None:
    made, _ = captured(tmp_path, (1.0, events("Hello, World!")))

    record = made.record
    assert (record.outcome, record.status, record.answer) == (Outcome.COMPLETED, 200, "Hello, World!")
    assert record.completion_tokens == record.ledger.tokens == 4


def test_in_a_hurry_chunks_stand_for_tokens_and_the_capture_is_saved_all_the_same(tmp_path: Path) -> None:
    made, (capture,) = captured(tmp_path, (1.0, events("Hello, World!", " Bye.")), hurried=True)

    assert rows(made) == [(1.0, 2, 2)]
    assert capture.text == "Hello, World! Bye."


def test_what_the_upstream_broke_off_with_is_told_in_the_log_and_with_the_capture(tmp_path: Path) -> None:
    def broken(made: Captured) -> None:
        made.error, made.status = "It broke the answer off.", 206

    made, (capture,) = captured(tmp_path, (1.0, events("Hel")), outcome=Outcome.CUT, before_end=broken)

    assert (made.record.outcome, made.record.status, made.record.error) == (Outcome.CUT, 206, made.error)
    assert capture.notes == f"{NOTES[Outcome.CUT]} {made.error}"


@pytest.mark.parametrize("came", [(), ((1.0, events("")),), ((1.0, b"data: [DONE]\n\n"),)], ids=str)
def test_an_answer_without_text_is_closed_and_not_kept(tmp_path: Path, came: tuple[tuple[float, bytes], ...]) -> None:
    made, kept = captured(tmp_path, *came)

    assert made.record.outcome is Outcome.COMPLETED
    assert (kept, len(made.record.ledger)) == ([], 0)


def test_a_capture_that_cannot_be_saved_is_told_of_and_harms_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def spoil(made: Captured) -> None:
        (tmp_path / "file").write_text("in the folder's place")
        made.services.captures = CaptureFolder(tmp_path / "file")

    with caplog.at_level(logging.WARNING):
        made, kept = captured(tmp_path, (1.0, events("Hi")), before_end=spoil)

    assert made.record.outcome is Outcome.COMPLETED
    assert kept == []
    assert "cannot be saved" in caplog.text
