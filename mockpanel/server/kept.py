"""What the log keeps of an answer that is more than a text: the first choice's parts."""

from __future__ import annotations

from mockpanel.core.choices import PartKind
from mockpanel.core.plan import StreamPlan
from mockpanel.core.request_record import KEPT_TEXT_BYTES, AnswerPart


def kept_parts(plan: StreamPlan) -> tuple[AnswerPart, ...]:
    """The parts in the order of the stream, all together as long as the log keeps a text; none for a mere text."""
    choice = plan.choices[0]
    if plan.thinking is None and all(part.kind is PartKind.TEXT for part in choice.parts):
        return ()
    found = [AnswerPart(part.kind, choice.text_of(part), part.name) for part in choice.parts]
    if plan.thinking is not None:
        found = [AnswerPart(PartKind.REASONING, plan.thinking.text), *found]
    kept, left = list[AnswerPart](), KEPT_TEXT_BYTES
    for part in found:
        data = part.text.encode()[:left]
        left -= len(data)
        kept.append(part._replace(text=data.decode("utf-8", "ignore")))
    return tuple(kept)
