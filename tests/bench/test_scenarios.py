"""What is asked for, and what is said of a stream that is not as asked."""

import pytest

from .client import Stream
from .errors import BenchError
from .scenarios import ANSWER_TOKENS, answer_fields, arrivals_of
from .text import prose

ANSWER = b'HTTP/1.1 200 OK\r\n\r\ndata: {"choices":[{"delta":{"content":"Hi"}}]}\n\ndata: [DONE]\n\n'


def test_only_another_length_than_the_servers_own_answer_is_sent() -> None:
    assert "mock_response" not in answer_fields(ANSWER_TOKENS, rate=50, ttft=0.2)
    assert answer_fields(3, rate=50, ttft=0.2)["mock_response"] == prose(3)


def test_a_whole_stream_has_arrivals() -> None:
    arrivals = arrivals_of(Stream(b"", 0, 5, [ANSWER, b""], [7, 8]), tokens=1, limit_s=1)

    assert (arrivals.sent_ns, arrivals.content_ns) == (5, [7])


@pytest.mark.parametrize(
    ("parts", "tokens", "sentence"),
    [
        ([ANSWER], 2, "a stream had brought only 1 of 2 tokens after 3 s"),
        ([ANSWER, b""], 2, "a stream brought 1 content events instead of 2"),
        ([ANSWER[:-8], b""], 1, "a stream was cut after 1 content events"),
    ],
)
def test_a_stream_that_is_not_as_asked_is_told(parts: list[bytes], tokens: int, sentence: str) -> None:
    with pytest.raises(BenchError, match=f"^{sentence}$"):
        arrivals_of(Stream(b"", 0, 5, parts, [7, 8]), tokens, limit_s=3)
