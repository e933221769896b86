"""The responses that are kept in memory, bounded by number and bytes: how each stands, and what came before it."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

from mockpanel.core.errors import RequestRefused
from mockpanel.core.request_record import Outcome
from mockpanel.core.sentences import show
from mockpanel.server.tape import Tape
from mockpanel.wire import sse
from mockpanel.wire.responses_input import Item
from mockpanel.wire.responses_object import Status
from mockpanel.wire.responses_voice import ResponsesVoice

MOST_RESPONSES = 1000
MOST_BYTES = 64 * 1024 * 1024
"""Beyond either the oldest are forgotten; one that runs is kept whatever its age."""


class Kept:
    """One response: told by its voice while that speaks, and as it was written down from then on."""

    def __init__(self, voice: ResponsesVoice, inherited: int = 0) -> None:
        request = voice.asked.request
        self.id = voice.id
        self.request_id = voice.request_id
        self.item_ids = voice.item_ids
        self.items = (*voice.asked.history, *voice.asked.items)
        self.background = bool(request.background)
        self.cancelled = False
        self.tape: Tape | None = None
        self._input_bytes = inherited + len(sse.dumps(voice.asked.items))
        self._voice: ResponsesVoice | None = voice
        self._outcome = Outcome.RUNNING
        self._body = b""

    @property
    def over(self) -> bool:
        """Whether it has ended; one that was spoken to its end may still be on its way to the client."""
        return self._outcome.over or (self._voice is not None and self._voice.closed)

    @property
    def conversation_bytes(self) -> int:
        """About the bytes of all that was said; its own answer counts when it is written down."""
        return self._input_bytes + len(self._body)

    @property
    def size(self) -> int:
        """About the bytes that it takes."""
        return self.conversation_bytes + (self.tape.size if self.tape is not None and self._body else 0)

    def body(self, *, queued: bool = False) -> bytes:
        """The response as it stands, `queued` where it waits for its turn."""
        voice = self._voice
        if voice is None:
            return self._body
        match self._outcome:
            case Outcome.RUNNING if not voice.closed:
                return voice.standing(Status.QUEUED if queued else Status.IN_PROGRESS)
            case Outcome.RUNNING | Outcome.COMPLETED:
                return voice.whole()
            case Outcome.CLIENT_GONE:
                return voice.broken(Status.CANCELLED)
            case _:
                return voice.broken(Status.CANCELLED if self.cancelled else Status.FAILED)

    def end(self, outcome: Outcome) -> None:
        """Says how it ended; a second call changes nothing."""
        if not self._outcome.over:
            self._outcome = outcome

    def cancel(self) -> None:
        """Ends it on request."""
        self.cancelled = True
        self.end(Outcome.CUT)

    def settle(self) -> None:
        """Writes one that has ended down, and lets go of what spoke it."""
        if self._outcome.over and self._voice is not None:
            self._body = self.body()
            self._voice = None

    @property
    def output(self) -> tuple[Item, ...]:
        """The items that it answered with."""
        document: dict[str, Any] = json.loads(self.body())
        return tuple(document["output"])


class ResponseStore:
    """Owns the kept responses of one process."""

    def __init__(self, most: int = MOST_RESPONSES, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._of_item: dict[str, str] = {}
        self._unsettled: list[Kept] = []
        self._held = 0

    def __len__(self) -> int:
        return len(self._kept)

    def open(self, voice: ResponsesVoice) -> Kept:
        """Keeps a response that begins."""
        self._settle()
        before = self._kept.get(voice.asked.request.previous_response_id or "")
        kept = Kept(voice, 0 if before is None else before.conversation_bytes)
        self._kept[kept.id] = kept
        self._held += kept.size
        self._of_item.update(dict.fromkeys(kept.item_ids, kept.id))
        self._forget_old()
        return kept

    def ended(self, voice: ResponsesVoice, outcome: Outcome) -> None:
        """A response has ended. It is written down when there is time: with the next one."""
        kept = self._kept.get(voice.id)
        if kept is not None:
            kept.end(outcome)
            self._unsettled.append(kept)

    def get(self, response_id: str) -> Kept | None:
        """The response of that id, if it is still kept."""
        return self._kept.get(response_id)

    def find(self, response_id: str) -> Kept:
        """The same; raises RequestRefused (404) where it is not kept."""
        kept = self._kept.get(response_id)
        if kept is None:
            raise RequestRefused(f"Response with id {show(response_id)} not found.", status=404)
        return kept

    def forget(self, kept: Kept) -> None:
        """Keeps it no longer."""
        if self._kept.pop(kept.id, None) is not None:
            self._held -= kept.size
        for item_id in kept.item_ids:
            self._of_item.pop(item_id, None)

    def conversation(self, response_id: str) -> tuple[Item, ...]:
        """A response's input and output, with all before it; raises RequestRefused where there is none yet."""
        kept = self._kept.get(response_id)
        if kept is None:
            raise RequestRefused(
                f"Previous response with id {show(response_id)} not found.",
                param="previous_response_id",
                code="previous_response_not_found",
            )
        if not kept.over:
            raise RequestRefused(
                f"Previous response with id {show(response_id)} has not ended yet.", param="previous_response_id"
            )
        return (*kept.items, *kept.output)

    def item(self, item_id: str, field: str) -> Item:
        """An output item, for the field that refers to it; raises RequestRefused (404) where it is not kept."""
        kept = self._kept.get(self._of_item.get(item_id, ""))
        found = next((item for item in kept.output if item["id"] == item_id), None) if kept is not None else None
        if found is None:
            raise RequestRefused(f"Item with id {show(item_id)} not found.", status=404, param=field)
        return found

    def _settle(self) -> None:
        for kept in self._unsettled:
            before = kept.size
            kept.settle()
            if kept.id in self._kept:
                self._held += kept.size - before
        self._unsettled.clear()

    def _forget_old(self) -> None:
        while len(self._kept) > self._most or self._held > self._most_bytes:
            oldest = next((kept for kept in self._kept.values() if kept.over), None)
            if oldest is None:
                return
            self.forget(oldest)
