"""The candidates of a Gemini answer: parts, how they end, their sources and log probabilities."""

from __future__ import annotations

import math
import random
from typing import Any

from mockpanel.core.answer_settings import Citation, MockFinishReason
from mockpanel.core.choices import Choice, FinishReason, Part, PartKind
from mockpanel.core.literals import parse_object
from mockpanel.core.logprobs import Scored, scored
from mockpanel.core.plan import StreamPlan
from mockpanel.core.tokens import Tokens

FINISH_REASONS = {
    FinishReason.STOP: "STOP",
    FinishReason.LENGTH: "MAX_TOKENS",
    FinishReason.TOOL_CALLS: "STOP",
    FinishReason.CONTENT_FILTER: "SAFETY",
}
SAFETY_RATINGS = [{"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH", "blocked": True}]


def content_part(part: Part, text: str) -> dict[str, Any] | None:
    """One part of a content; None for a function call whose arguments are no JSON object."""
    if part.kind is PartKind.REASONING:
        return {"text": text, "thought": True}
    if part.kind is not PartKind.TOOL_CALL:
        return {"text": text}  # a refusal too: what tells it apart is the reason why the candidate ends
    arguments = parse_object(text)
    if arguments is None:
        return None
    identifier = part.call_id or f"{random.getrandbits(32):08x}"
    return {"functionCall": {"id": identifier, "name": part.name, "args": arguments}}


def candidate_end(plan: StreamPlan, choice: Choice) -> dict[str, Any]:
    """Why a candidate ends, and what is told with that: ratings, sources."""
    reason = FINISH_REASONS[choice.finish_reason]
    fields: dict[str, Any] = {}
    if plan.settings.mock_finish_reason is MockFinishReason.AUTO and reason == "STOP":
        if choice.refusal is not None:
            reason = "SAFETY"
        elif (text := _malformed(choice)) is not None:
            reason = "MALFORMED_FUNCTION_CALL"
            fields["finishMessage"] = f"Malformed function call: {text}"
    if reason == "SAFETY":
        fields["safetyRatings"] = SAFETY_RATINGS
    if plan.settings.mock_citations and choice.text:
        fields["groundingMetadata"] = grounding(plan.settings.mock_citations, choice.text)
    return {"finishReason": reason, **fields}


def _malformed(choice: Choice) -> str | None:
    """The arguments of the first call that are no JSON object."""
    texts = (choice.text_of(part) for part in choice.calls)
    return next((text for text in texts if parse_object(text) is None), None)


def whole_candidate(plan: StreamPlan, choice: Choice, thoughts: Tokens | None) -> dict[str, Any]:
    """One candidate of an answer in one piece."""
    shown: list[Any] = [{"text": thoughts.text, "thought": True}] if thoughts is not None else []
    parts = [*shown, *(content_part(part, choice.text_of(part)) for part in choice.parts)]
    fields = candidate_end(plan, choice)
    if plan.ask.alternatives is not None and choice.count:
        fields["logprobsResult"] = logprobs_result(plan, choice, 0, choice.count)
        chosen = fields["logprobsResult"]["chosenCandidates"]
        fields["avgLogprobs"] = math.fsum(score["logProbability"] for score in chosen) / max(len(chosen), 1)
    content = {"parts": [part for part in parts if part is not None], "role": "model"}
    return {"content": content, **fields, "index": choice.index}


def grounding(citations: tuple[Citation, ...], text: str) -> dict[str, Any]:
    """Sources as Search grounding tells them; the places count bytes of UTF-8 (GroundingMetadata, Segment)."""

    def support(place: int, cited: Citation) -> dict[str, Any]:
        end = text[: cited.end]
        start = end[: cited.start]
        segment = {"startIndex": len(start.encode()), "endIndex": len(end.encode()), "text": end[len(start) :]}
        return {"segment": segment, "groundingChunkIndices": [place]}

    return {
        "groundingChunks": [{"web": {"uri": cited.url, "title": cited.title or cited.url}} for cited in citations],
        "groundingSupports": [support(place, cited) for place, cited in enumerate(citations)],
    }


def logprobs_result(plan: StreamPlan, choice: Choice, start: int, end: int) -> dict[str, Any]:
    """The log probabilities of the tokens from `start` to before `end` that are text."""
    alternatives = plan.ask.alternatives or 0
    places = [
        place
        for part in choice.parts
        if part.kind is not PartKind.TOOL_CALL
        for place in range(max(part.start, start), min(part.end, end))
    ]
    found = [
        scored(choice.tokens.token_bytes(place), place, alternatives, plan.ask.seed + choice.index) for place in places
    ]
    chosen = [
        {**_score(scores[0]), "tokenId": choice.tokens.ids[place]} for place, scores in zip(places, found, strict=True)
    ]
    result: dict[str, Any] = {"chosenCandidates": chosen}
    if alternatives:
        result["topCandidates"] = [{"candidates": [_score(score) for score in scores]} for scores in found]
    return result


def _score(score: Scored) -> dict[str, Any]:
    return {"token": score.token.decode("utf-8", "replace"), "logProbability": score.logprob}
