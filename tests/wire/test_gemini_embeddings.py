"""What Gemini's requests for vectors ask for, and how the vectors are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockpanel.core.embeddings import Embedding
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Prompt
from mockpanel.wire.face import Where
from mockpanel.wire.gemini_embeddings import EmbedVoice, parse, parse_batch
from mockpanel.wire.voice import Occasion
from tests.core.plans import plan_of

AT = Where({"model": "models/gemini-embedding-001"})
HELLO: dict[str, Any] = {"content": {"parts": [{"text": "Hello"}]}}
IMAGE = {"inlineData": {"mimeType": "image/png", "data": "AA=="}}


def batch(*requests: dict[str, Any]) -> Ask:
    """What a request for many vectors asks for."""
    return parse_batch({"requests": list(requests)}, AT)


@pytest.mark.parametrize(
    ("fields", "dimensions"),
    [
        ({}, 3072),
        ({"outputDimensionality": 5, "taskType": "RETRIEVAL_QUERY", "title": "T"}, 5),
        ({"output_dimensionality": 5}, 5),
        ({"embedContentConfig": {"outputDimensionality": 7, "autoTruncate": True}}, 7),
        ({"model": "models/gemini-embedding-001", "new": 1}, 3072),
    ],
    ids=str,
)
def test_the_vector_asked_for_follows_from_model_and_dimensions(fields: dict[str, Any], dimensions: int) -> None:
    ask = parse({**HELLO, **fields}, AT)

    assert (ask.model, ask.prompts, ask.embedding) == (
        "gemini-embedding-001",
        (Prompt(("Hello",)),),
        Embedding(dimensions),
    )
    assert (ask.stream, ask.max_tokens) == (False, 0)


def test_a_batch_has_a_prompt_for_each_request() -> None:
    ask = batch(HELLO, {"content": {"parts": [{"text": "a"}, IMAGE, {"text": "b"}]}})

    assert ask.prompts == (Prompt(("Hello",)), Prompt(("a", "", "b"), overhead=258))


@pytest.mark.parametrize(
    ("document", "field", "sentence"),
    [
        ({}, "requests", "requests is required"),
        ({"requests": []}, "requests", "requests must be a list of 1 to 100, got a list of 0"),
        ({"requests": [HELLO] * 101}, "requests", "requests must be a list of 1 to 100, got a list of 101"),
        ({"requests": [HELLO, {}]}, "requests[1].content", "requests[1].content is required"),
        (
            {"requests": [HELLO, {"content": {"parts": []}}]},
            "requests[1].content",
            "requests[1].content must not be empty",
        ),
        (
            {"requests": [{**HELLO, "outputDimensionality": 3073}]},
            "requests[0].outputDimensionality",
            "requests[0].outputDimensionality must be at most 3072, got 3073",
        ),
        (
            {"requests": [HELLO, {**HELLO, "outputDimensionality": 5}]},
            "requests[1].outputDimensionality",
            "requests[1].outputDimensionality must be that of the first request, none, got 5",
        ),
    ],
    ids=range(7),
)
def test_a_wrong_field_is_refused_with_name_bounds_and_value(document: Any, field: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_batch(document, AT)

    assert (caught.value.field, str(caught.value)) == (field, sentence)


def test_the_content_of_one_vector_is_named_as_the_body_has_it() -> None:
    with pytest.raises(InvalidValue, match=r"^content must not be empty$"):
        parse({"content": {"parts": [{"text": ""}]}}, AT)


def test_a_batch_of_one_is_answered_with_a_list_and_one_request_with_its_vector() -> None:
    told = [json.loads(EmbedVoice(Occasion(plan_of(ask), 0)).whole()) for ask in (batch(HELLO), parse(HELLO, AT))]

    assert [set(answer) for answer in told] == [{"embeddings", "usageMetadata"}, {"embedding", "usageMetadata"}]
    assert [len(vector["values"]) for vector in (told[0]["embeddings"][0], told[1]["embedding"])] == [3072, 3072]
    assert told[0]["usageMetadata"] == {
        "promptTokenCount": 1,
        "promptTokenDetails": [{"modality": "TEXT", "tokenCount": 1}],
    }
