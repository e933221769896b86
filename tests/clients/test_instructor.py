"""instructor: models from answers, whole and as they grow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import instructor
import openai
import pytest
from openai import OpenAI
from pydantic import BaseModel

from tests.clients.texts import ASKED, CITY, TEXT, TOO_SLOW, TOO_SLOW_SENTENCE
from tests.running import RunningServer

MESSAGES = [{"role": "user", "content": ASKED}]
MODES = pytest.mark.parametrize("mode", [instructor.Mode.TOOLS, instructor.Mode.JSON, instructor.Mode.JSON_SCHEMA])


class Place(BaseModel):
    """Where something is."""

    city: str
    note: str


GIVEN = Place(city=CITY, note=TEXT)


@pytest.fixture
def client(server: RunningServer) -> Iterator[OpenAI]:
    with OpenAI(base_url=server.base_url, api_key="test", max_retries=0) as made:
        yield made


def extras(mode: instructor.Mode) -> dict[str, Any]:
    """The settings that make the answer a given place."""
    if mode is instructor.Mode.TOOLS:
        return {"mock_tool_calls": [{"name": "Place", "arguments": GIVEN.model_dump()}]}
    return {"mock_response": GIVEN.model_dump_json()}


@MODES
def test_it_gets_the_model_that_it_asks_for(client: OpenAI, mode: instructor.Mode) -> None:
    ask: Any = instructor.from_openai(client, mode=mode)

    place = ask.chat.completions.create(
        model="mock-gpt4", messages=MESSAGES, response_model=Place, extra_body=extras(mode)
    )

    assert place.model_dump() == GIVEN.model_dump()


def test_it_gets_one_made_of_the_schema_where_none_is_given(client: OpenAI) -> None:
    ask: Any = instructor.from_openai(client)

    assert isinstance(ask.chat.completions.create(model="mock-gpt4", messages=MESSAGES, response_model=Place), Place)


@MODES
def test_it_sees_the_model_grow(client: OpenAI, mode: instructor.Mode) -> None:
    ask: Any = instructor.from_openai(client, mode=mode)

    places = list(
        ask.chat.completions.create_partial(
            model="mock-gpt4", messages=MESSAGES, response_model=Place, extra_body=extras(mode)
        )
    )

    assert places[-1].model_dump() == GIVEN.model_dump()
    assert len(places) > 3


def test_a_refusal_is_the_client_s_own_error(client: OpenAI) -> None:
    ask: Any = instructor.from_openai(client)

    with pytest.raises(Exception, match=TOO_SLOW_SENTENCE) as caught:
        ask.chat.completions.create(
            model="mock-gpt4", messages=MESSAGES, response_model=Place, extra_body=TOO_SLOW, max_retries=1
        )

    assert isinstance(caught.value, openai.BadRequestError) or "BadRequest" in repr(caught.value.__cause__)
