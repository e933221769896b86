"""Log probabilities of a response's text, as JSON: with the tokens' bytes in the item, without them in the events."""

from __future__ import annotations

from typing import Any

from mockpanel.core.choices import Choice
from mockpanel.core.logprobs import scored
from mockpanel.core.plan import Ask
from mockpanel.wire import sse
from mockpanel.wire.openai_common import readable


class Scores:
    """Made token by token as they are sent, each once, or all together at the end."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._with_bytes: list[bytes] = []
        self._without: list[bytes] = []

    def of(self, choice: Choice, start: int, end: int) -> bytes:
        """Those of some tokens, as the inside of a JSON list for an event."""
        self._reach(choice, end)
        return b",".join(self._without[start:end])

    def whole(self, choice: Choice, end: int) -> bytes:
        """Those of the first tokens, as the inside of a JSON list for the item."""
        self._reach(choice, end)
        return b",".join(self._with_bytes[:end])

    def _reach(self, choice: Choice, end: int) -> None:
        if self._ask.alternatives is None:
            return
        for place in range(len(self._without), end):
            found = scored(choice.tokens.token_bytes(place), place, self._ask.alternatives, self._ask.seed)
            candidates = [
                {"token": readable(score.token), "logprob": score.logprob, "bytes": list(score.token)}
                for score in found
            ]
            chosen = {**candidates[0], "top_logprobs": candidates[: self._ask.alternatives]}
            self._with_bytes.append(sse.dumps(chosen))
            self._without.append(sse.dumps(_without_bytes(chosen)))


def _without_bytes(score: dict[str, Any]) -> dict[str, Any]:
    top = [{"token": one["token"], "logprob": one["logprob"]} for one in score["top_logprobs"]]
    return {"token": score["token"], "logprob": score["logprob"], "top_logprobs": top}
