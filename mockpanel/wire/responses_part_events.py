"""The events of one part of a response: its item, its content, its deltas, and all of it once more at its end."""

from __future__ import annotations

from dataclasses import dataclass

from mockpanel.core.choices import Choice, Part, PartKind
from mockpanel.wire import sse
from mockpanel.wire.responses_events import Around, Numbered, around, obfuscated
from mockpanel.wire.responses_output import Output, key_of, text_part


@dataclass(frozen=True, slots=True)
class Naming:
    """What the events of a kind of part are called, and where in them its text stands."""

    text: bytes
    whole: bytes
    content: bytes = b""
    """Of the content within the item, where it has any."""
    place: bytes = b""


_TEXT = Naming(b"output_text", b"text", b"content_part", b',"content_index":0')
_REFUSAL = Naming(b"refusal", b"refusal", b"content_part", b',"content_index":0')
_THOUGHT = Naming(b"reasoning_text", b"text", b"content_part", b',"content_index":0')
_SUMMARY = Naming(b"reasoning_summary_text", b"text", b"reasoning_summary_part", b',"summary_index":0')
_ARGUMENTS = Naming(b"function_call_arguments", b"arguments")
_INPUT = Naming(b"custom_tool_call_input", b"input")


class PartEvents:
    """Writes the events of all parts of one answer."""

    def __init__(
        self, output: Output, numbered: Numbered, choice: Choice, *, summarizes: bool, obfuscates: bool
    ) -> None:
        self._output = output
        self._numbered = numbered
        self._summarizes = summarizes
        self._obfuscates = obfuscates
        self._deltas = {key_of(part): self._delta(part) for part in output.parts}
        # Made now, while the first token is waited for, and not when it is due.
        self._empty = {key_of(part): self._nothing(choice, part) for part in output.parts}

    def opening(self, part: Part) -> bytes:
        """The item, and the place for the text within it."""
        item = b'"output_index":%d,"item":%b' % (self._output.place(part), self._output.begun(part))
        return self._event(b"output_item", b"added", item) + self._content(part, b"added", self._empty[key_of(part)])

    def pieces(self, part: Part, pieces: list[bytes]) -> bytes:
        """A delta for each piece."""
        return self._numbered.deltas(self._deltas[key_of(part)], obfuscated(pieces) if self._obfuscates else pieces)

    def scored_piece(self, choice: Choice, part: Part, piece: bytes, start: int, end: int) -> bytes:
        """One delta of text with its tokens' log probabilities."""
        (padded,) = obfuscated([piece]) if self._obfuscates else [piece]
        scores = self._output.scores.of(choice, start, end)
        fields = b'%b,"logprobs":[%b],"delta":"%b"' % (self._where(part), scores, padded)
        return self._event(_TEXT.text, b"delta", fields)

    def ending(self, choice: Choice, part: Part, item: bytes) -> bytes:
        """The sources, the text as a whole, its place in the item, and the item."""
        text = self._output.text_of(choice, part)
        whole = b'%b,"%b":"%b"' % (self._where(part), self._naming(part).whole, text)
        if part.kind is PartKind.TEXT:
            whole += b',"logprobs":[%b]' % self._output.scores.of(choice, 0, min(part.end, choice.count))
        return b"".join(
            [
                self._cited(choice, part),
                self._event(self._naming(part).text, b"done", whole),
                self._content(part, b"done", self._output.content(choice, part, text)),
                self._event(b"output_item", b"done", b'"output_index":%d,"item":%b' % (self._output.place(part), item)),
            ]
        )

    def _naming(self, part: Part) -> Naming:
        match part.kind:
            case PartKind.TEXT:
                return _TEXT
            case PartKind.REFUSAL:
                return _REFUSAL
            case PartKind.REASONING:
                return _SUMMARY if self._summarizes else _THOUGHT
            case PartKind.TOOL_CALL:
                return _INPUT if self._output.type_of(part) == "custom_tool_call" else _ARGUMENTS

    def _where(self, part: Part) -> bytes:
        """The item, and the place inside it where it has one."""
        item = b'"item_id":"%b","output_index":%d' % (self._output.id_of(part), self._output.place(part))
        return item + self._naming(part).place

    def _delta(self, part: Part) -> Around:
        scores = b',"logprobs":[]' if part.kind is PartKind.TEXT else b""
        kind = b"response.%b.delta" % self._naming(part).text
        return around(kind, self._where(part) + scores + b',"delta":"', b'"')

    def _nothing(self, choice: Choice, part: Part) -> bytes:
        return text_part() if part.kind is PartKind.TEXT else self._output.content(choice, part, b"")

    def _content(self, part: Part, what: bytes, content: bytes) -> bytes:
        name = self._naming(part).content
        return self._event(name, what, b'%b,"part":%b' % (self._where(part), content)) if name else b""

    def _cited(self, choice: Choice, part: Part) -> bytes:
        cited = self._output.annotations(choice) if part.kind is PartKind.TEXT else []
        return b"".join(
            self._event(
                b"output_text.annotation",
                b"added",
                b'%b,"annotation_index":%d,"annotation":%b' % (self._where(part), place, sse.dumps(annotation)),
            )
            for place, annotation in enumerate(cited)
        )

    def _event(self, name: bytes, what: bytes, fields: bytes) -> bytes:
        return self._numbered.event(b"response.%b.%b" % (name, what), fields)
