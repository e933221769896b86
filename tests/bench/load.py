"""What keeps a window busy while it is measured, as a process of its own: short requests, or many streams.

`python -m tests.bench.load requests PORT RATE SECONDS` or `… streams PORT COUNT SECONDS`; prints its figures as JSON.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from .client import Stream, run_streams
from .errors import BenchError
from .figures import paced_figures
from .protocols import CHAT, request_bytes
from .scenarios import MANY_STREAMS_RATE, PATIENCE, RAMP_S, TTFT_S, arrivals_of
from .text import prose
from .wire import EXCERPT_BYTES

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


@dataclass(slots=True)
class Caller:
    """One kept connection, and how its requests went."""

    port: int
    answered: int = 0
    problem: str = ""

    def call(self, times: Sequence[float]) -> None:
        """Sends a request at each of the times; after one that failed, none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            for at in times:
                time.sleep(max(at - time.monotonic(), 0))
                self._call_once(connection)
                if self.problem:
                    return
        except (OSError, http.client.HTTPException) as error:
            self.problem = f"a short request failed: {error!r}"
        finally:
            connection.close()

    def _call_once(self, connection: http.client.HTTPConnection) -> None:
        body = json.dumps(SHORT_REQUEST)
        connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200 or not CHAT.end.search(content):
            self.problem = f"a short request was answered {answer.status}: {content[-EXCERPT_BYTES:]!r}"
        self.answered += 1


def send_requests(port: int, rate: float, seconds: float) -> dict[str, float]:
    """Short streams, evenly spread, on kept connections; late ones are caught up. Raises BenchError if one fails."""
    callers = [Caller(port) for _ in range(CALLERS)]
    start = time.monotonic()
    times = [start + place / rate for place in range(round(rate * seconds))]
    threads = [
        threading.Thread(target=caller.call, args=(times[place::CALLERS],)) for place, caller in enumerate(callers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problem := next((caller.problem for caller in callers if caller.problem), ""):
        raise BenchError(problem)
    return {"requests_per_second": sum(caller.answered for caller in callers) / (time.monotonic() - start)}


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
    sent = [Stream(request_bytes(port, fields), RAMP_S * place / streams) for place in range(streams)]
    limit_s = PATIENCE * (seconds + 1)
    run_streams(port, sent, limit_s)
    return paced_figures([arrivals_of(each, tokens, limit_s) for each in sent], MANY_STREAMS_RATE, TTFT_S)


def main(kind: str, port: str, amount: str, seconds: str) -> None:
    """Loads a server and prints what it gave."""
    send = send_requests if kind == "requests" else send_streams
    print(json.dumps(send(int(port), int(amount), float(seconds))))


if __name__ == "__main__":
    main(*sys.argv[1:])
