"""What keeps a window busy while it is measured, as a process of its own: short requests, or many streams.

`python -m tests.bench.load requests PORT RATE SECONDS` or `… streams PORT COUNT SECONDS`; prints its figures as JSON.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from itertools import count

from .client import Stream, run_streams
from .errors import BenchError
from .figures import paced_figures
from .scenarios import MANY_STREAMS_RATE, PATIENCE, RAMP_S, TTFT_S, arrivals_of
from .text import prose
from .wire import chat_request

CALLERS = 10
SHORT_REQUEST = {
    "model": "gpt-4",
    "messages": [{"role": "user", "content": "Go on."}],
    "stream": True,
    "mock_response": "Hello there, dear reader.",
    "tokens_per_second": 200,
    "time_to_first_token": 0.02,
}
"""Some 50 ms: many a second, and never many at once."""


def send_requests(port: int, rate: float, seconds: float) -> dict[str, float]:
    """Short streams, evenly spread, on kept connections; what could not be sent in time is left out."""
    answered = count()
    start = time.monotonic()
    callers = [
        threading.Thread(target=_call, args=(port, start + place / rate, CALLERS / rate, start + seconds, answered))
        for place in range(CALLERS)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return {"requests_per_second": next(answered) / (time.monotonic() - start)}


def send_streams(port: int, streams: int, seconds: float) -> dict[str, float]:
    """Streams of that length at the usual rate, which start within RAMP_S. Raises BenchError."""
    tokens = round(MANY_STREAMS_RATE * seconds) + 1
    fields = {
        "stream": True,
        "tokens_per_second": MANY_STREAMS_RATE,
        "time_to_first_token": TTFT_S,
        "tokenizer_model": "gpt-4",
        "tokens_per_chunk": 1,
        "mock_response": prose(tokens),
    }
    sent = [Stream(chat_request(port, fields), RAMP_S * place / streams) for place in range(streams)]
    limit_s = PATIENCE * (seconds + 1)
    run_streams(port, sent, limit_s)
    return paced_figures([arrivals_of(each, tokens, limit_s) for each in sent], MANY_STREAMS_RATE, TTFT_S)


def _call(port: int, at: float, step_s: float, end: float, answered: count[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    body, headers = json.dumps(SHORT_REQUEST), {"Content-Type": "application/json"}
    while at < end:
        now = time.monotonic()
        if now < at:
            time.sleep(at - now)
        connection.request("POST", "/v1/chat/completions", body, headers)
        answer = connection.getresponse()
        if answer.status != 200 or not answer.read().rstrip().endswith(b"[DONE]"):
            raise BenchError(f"a short request was answered {answer.status}")
        next(answered)
        at += step_s
    connection.close()


def main(kind: str, port: str, amount: str, seconds: str) -> None:
    """Loads a server and prints what it gave."""
    send = send_requests if kind == "requests" else send_streams
    print(json.dumps(send(int(port), int(amount), float(seconds))))


if __name__ == "__main__":
    main(*sys.argv[1:])
