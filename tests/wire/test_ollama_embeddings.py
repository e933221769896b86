"""What Ollama's requests for vectors ask for, and how the vectors are told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ollama import EmbeddingsResponse, EmbedResponse

from mockpanel.core.embeddings import Embedding
from mockpanel.core.errors import InvalidValue
from mockpanel.core.ledger import Ledger
from mockpanel.core.plan import Prompt
from mockpanel.wire.face import NOWHERE
from mockpanel.wire.ollama_embeddings import EMBED_FACE, EMBEDDINGS_FACE, parse_embed, parse_embeddings
from mockpanel.wire.voice import Occasion
from tests.core.plans import plan_of
from tests.wire.speaking import unknown_fields

MODEL = {"model": "nomic-embed-text"}


def told(path: str, **fields: Any) -> Any:
    """The answer of /api/embed or /api/embeddings, sent after 5 ms."""
    face = EMBED_FACE if path == "embed" else EMBEDDINGS_FACE
    ledger = Ledger()
    ledger.add(0, 5_000_000, 0)
    ask = face.parse({**MODEL, **fields}, NOWHERE)
    return json.loads(face.voice(Occasion(plan_of(ask), 0, ledger=ledger)).whole())


@pytest.mark.parametrize(
    ("fields", "texts"),
    [({"input": "Hi"}, ["Hi"]), ({"input": ["a", ""]}, ["a", ""]), ({"input": ""}, []), ({"input": []}, []), ({}, [])],
    ids=str,
)
def test_an_input_may_be_a_text_texts_or_nothing(fields: dict[str, Any], texts: list[str]) -> None:
    ask = parse_embed({**MODEL, **fields})

    assert ask.prompts == tuple(Prompt((text,)) for text in texts)
    assert (ask.model, ask.stream, ask.max_tokens) == ("nomic-embed-text", False, 0)


@pytest.mark.parametrize(
    ("fields", "embedding"),
    [
        ({}, Embedding(768)),
        ({"dimensions": 0, "truncate": True}, Embedding(768)),
        ({"dimensions": 5}, Embedding(5)),
        ({"truncate": False, "keep_alive": "5m", "options": {"num_ctx": 512}}, Embedding(768, most_tokens=131_072)),
    ],
    ids=str,
)
def test_the_vectors_asked_for_follow_from_model_dimensions_and_truncate(
    fields: dict[str, Any], embedding: Embedding
) -> None:
    assert parse_embed({**MODEL, "input": "Hi", **fields}).embedding == embedding


def test_the_older_endpoint_takes_one_prompt() -> None:
    ask = parse_embeddings({**MODEL, "prompt": "Hi", "input": "ignored"})

    assert (ask.prompts, ask.embedding) == ((Prompt(("Hi",)),), Embedding(768))


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"input": "Hi"}, "model"),
        ({"model": "", "input": "Hi"}, "model"),
        ({**MODEL, "input": 5}, "input"),
        ({**MODEL, "input": ["a", 1]}, "input"),
        ({**MODEL, "input": "Hi", "dimensions": 3073}, "dimensions"),
    ],
    ids=str,
)
def test_a_wrong_field_is_refused_by_its_name(document: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValue, match=rf"^{field}") as caught:
        parse_embed(document)

    assert str(caught.value.field).startswith(field)


def test_an_answer_has_exactly_the_fields_of_the_real_one() -> None:
    answer = told("embed", input=["Hello there", "Hi"], dimensions=3)

    assert list(answer) == ["model", "embeddings", "total_duration", "load_duration", "prompt_eval_count"]
    assert [len(vector) for vector in answer["embeddings"]] == [3, 3]
    assert (answer["total_duration"], answer["prompt_eval_count"]) == (5_000_000, 3)
    assert not unknown_fields(EmbedResponse.model_validate(answer))


def test_an_answer_of_the_older_endpoint_is_the_vector_alone() -> None:
    answer = told("embeddings", prompt="Hello")

    assert [len(vector) for vector in answer.values()] == [768]
    assert not unknown_fields(EmbeddingsResponse.model_validate(answer))


def test_nothing_to_embed_has_no_vector() -> None:
    assert told("embed") == {"model": "nomic-embed-text", "embeddings": []}
    assert told("embeddings") == {"embedding": []}
