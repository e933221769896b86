"""Records of requests, made without a server."""

from __future__ import annotations

from typing import Any

from mockpanel.core.plan import Override, Source
from mockpanel.core.request_record import Outcome, RequestRecord
from mockpanel.core.settings import StreamSettings

BASE_URL = "http://127.0.0.1:8000/v1"
CHAT_BODY = '{"model": "gpt-4o", "stream": true, "messages": [{"role": "user", "content": "It\'s \\"so\\" $HOME"}]}'


def record_of(number: int = 1, **changes: Any) -> RequestRecord:
    """A streamed chat request that was completed: 4 tokens, the first after 900.6 ms, then 50 a second."""
    record = RequestRecord(f"req_{number}", number, 1_700_000_000.25 + number, "POST", "/v1/chat/completions")
    record.client = "127.0.0.1:50412"
    record.headers = (
        ("host", "127.0.0.1:8000"),
        ("authorization", "Bearer ***"),
        ("content-type", "application/json"),
        ("content-length", "999"),
    )
    record.body = CHAT_BODY
    record.model, record.stream = "gpt-4o", True
    record.settings = StreamSettings(tokens_per_second=50.0, time_to_first_token=0.9)
    record.overrides = {"tokens_per_second": Override(Source.HEADER, 50)}
    record.status, record.outcome = 200, Outcome.COMPLETED
    record.prompt_tokens, record.completion_tokens = 9, 4
    record.answer, record.duration = "Hello, World!", 0.97
    send(record, 4)
    for name, value in changes.items():
        setattr(record, name, value)
    return record


def running(number: int = 1, sent: int = 1) -> RequestRecord:
    """A streamed chat request of 4 tokens that is under way."""
    record = record_of(number, outcome=Outcome.RUNNING, status=None, answer="", duration=None)
    del record.ledger.rows[:]
    send(record, sent)
    return record


def send(record: RequestRecord, tokens: int) -> None:
    """Notes tokens in chunks of one, 20 ms apart."""
    for place in range(tokens):
        due = 900_000_000 + place * 20_000_000
        record.ledger.add(due, due + 600_000, place + 1)
