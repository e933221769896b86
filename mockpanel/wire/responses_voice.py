"""Speaks one answer of the Responses API, and tells the response as it stands at any moment."""

from __future__ import annotations

from collections.abc import Sequence

from mockpanel.core.choices import Choice, FinishReason, Part, PartKind
from mockpanel.core.pacing import SECOND_NS
from mockpanel.wire import sse
from mockpanel.wire.identifiers import new_id
from mockpanel.wire.responses_events import Numbered
from mockpanel.wire.responses_object import Asked, Ending, ResponseObject, Status
from mockpanel.wire.responses_output import Output, key_of
from mockpanel.wire.responses_part_events import PartEvents
from mockpanel.wire.voice import Occasion

ASKED = "responses"
"""Where an Ask's extras hold what only this protocol reads."""

ID_PREFIX = "resp_"
INCOMPLETE = {FinishReason.LENGTH: "max_output_tokens", FinishReason.CONTENT_FILTER: "content_filter"}
"""Why an answer that ends so is not complete, in the words of this API."""

CUT_SHORT = "The answer was cut off."


class ResponsesVoice:
    """Speaks one response. Its items are put down as they end, so that one that breaks off still has them."""

    media_type = sse.MEDIA_TYPE

    def __init__(self, occasion: Occasion) -> None:
        plan = self.plan = occasion.plan
        self.asked: Asked = plan.ask.extras[ASKED]
        self.id = new_id(ID_PREFIX)
        self.request_id = occasion.request_id
        self._occasion = occasion
        self._choice = plan.choices[0]
        self._output = Output(plan, self.asked)
        self._object = ResponseObject(self.id, occasion.created, plan, self.asked)
        self._numbered = Numbered()
        request = self.asked.request
        padded = request.stream_options is not None and bool(request.stream_options.include_obfuscation)
        self._events = PartEvents(
            self._output, self._numbered, self._choice, summarizes=request.summarizes, obfuscates=padded
        )
        self._part = self._choice.parts[0]
        self._done: list[bytes] = []
        self.closed = False
        """Whether all was said."""

    @property
    def item_ids(self) -> list[str]:
        """The ids of the output's items."""
        return self._output.ids

    def greeting(self) -> bytes:
        """What is sent as soon as the request is understood: the response, with nothing in it yet."""
        begun = self._object.running(Status.IN_PROGRESS)
        if not self.asked.request.background:
            return self._response(b"created", begun) + self._response(b"in_progress", begun)
        queued = self._object.running(Status.QUEUED)
        waiting = self._response(b"created", queued) + self._response(b"queued", queued)
        return waiting + self._response(b"in_progress", begun)

    def opening(self, _choice: Choice) -> bytes:
        """Nothing: there is but one choice, and the response was announced."""
        return b""

    def part_opening(self, _choice: Choice, part: Part) -> bytes:
        """The item, and the place for the text within it."""
        self._part = part
        return self._events.opening(part) if self._output.holds(part) else b""

    def pieces(self, _choice: Choice, part: Part, pieces: list[bytes], _sent: Sequence[int]) -> bytes:
        """A delta for each piece."""
        return self._events.pieces(part, pieces)

    def scored_piece(self, choice: Choice, piece: bytes, start: int, end: int) -> bytes:
        """One delta with its tokens' log probabilities; a refusal has none."""
        if self._part.kind is not PartKind.TEXT:
            return self._events.pieces(self._part, [piece])
        return self._events.scored_piece(choice, self._part, piece, start, end)

    def part_ending(self, choice: Choice, part: Part) -> bytes:
        """All of the part once more, and its item."""
        if not self._output.holds(part):
            return b""
        last = key_of(part) == key_of(choice.parts[-1])
        item = self._output.done(choice, part, _item_status(choice) if last else Status.COMPLETED)
        self._done.append(item)
        return self._events.ending(choice, part, item)

    def ending(self, _choice: Choice) -> bytes:
        """Nothing: why it ended stands in the response."""
        return b""

    def closing(self) -> bytes:
        """The whole response; there is no [DONE]."""
        self.closed = True
        ending = self._ending()
        return self._response(ending.status.encode(), self._object.ended(ending, self._done))

    def whole(self) -> bytes:
        """The whole response, streamed or not."""
        if not self._done:
            self._done = self._output.all_done(self._choice, _item_status(self._choice))
        return self._object.ended(self._ending(), self._done)

    def standing(self, status: Status) -> bytes:
        """The response while it waits or runs."""
        return self._object.running(status)

    def broken(self, status: Status) -> bytes:
        """The response that failed or was cancelled, with the items that had ended."""
        error = CUT_SHORT if status is Status.FAILED else None
        return self._object.ended(Ending(status, error=error), self._done)

    def failing(self) -> bytes:
        """What ends a stream that goes wrong on the way: the error, and the response that failed."""
        error = sse.dumps({"code": "server_error", "message": CUT_SHORT, "param": None})[1:-1]
        return self._numbered.event(b"error", error) + self._response(b"failed", self.broken(Status.FAILED))

    def _response(self, kind: bytes, response: bytes) -> bytes:
        return self._numbered.event(b"response." + kind, b'"response":' + response)

    def _ending(self) -> Ending:
        if (reason := INCOMPLETE.get(self._choice.finish_reason)) is not None:
            return Ending(Status.INCOMPLETE, incomplete=reason)
        return Ending(Status.COMPLETED, (self._occasion.at_ns + self._occasion.ledger.sent_ns) // SECOND_NS)


def _item_status(choice: Choice) -> Status:
    return Status.INCOMPLETE if choice.finish_reason in INCOMPLETE else Status.COMPLETED
