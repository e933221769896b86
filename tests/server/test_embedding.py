"""The plan of a request for vectors: one for each prompt, counted, in jobs of a few."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from mockpanel.core.embeddings import Embedding, vector, written
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Prompt, StreamPlan
from mockpanel.server.embedding import TOGETHER
from mockpanel.server.planning import make_plan
from mockpanel.server.tokenizer import Tokenizer
from mockpanel.server.tokenizer_process import Job
from tests.core.plans import settings_with


@pytest.fixture(scope="module")
def tokenizer() -> Iterator[Tokenizer]:
    made = Tokenizer(in_process=True)
    yield made
    made.close()


def planned(tokenizer: Tokenizer, *prompts: Prompt, most_tokens: int | None = 100) -> StreamPlan:
    ask = Ask("m", prompts, max_tokens=0, embedding=Embedding(3, most_tokens=most_tokens))
    return asyncio.run(make_plan(ask, {}, settings_with(mock_response="ignored"), tokenizer))


def test_each_prompt_has_its_vector_and_there_is_no_text(tokenizer: Tokenizer) -> None:
    plan = planned(tokenizer, Prompt(("Hello there",)), Prompt((), ids=(9906,)))

    assert plan.vectors == tuple(written(vector(text, "m", 3), as_base64=False) for text in ("Hello there", "Hello"))
    assert (plan.usage.prompt_tokens, plan.usage.completion_tokens) == (3, 0)
    assert [choice.text for choice in plan.choices] == [""]


def test_many_prompts_are_worked_on_a_few_at_a_time_and_a_long_one_alone(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    ask = tokenizer._ask

    async def noted(job: Job) -> Any:
        sizes.append(len(job.payload[0]) if job.work == "embed" else 0)
        return await ask(job)

    monkeypatch.setattr(tokenizer, "_ask", noted)
    prompts = [Prompt((f"text {place}",)) for place in range(2 * TOGETHER)]

    plan = planned(tokenizer, *prompts, Prompt(("w " * 3000,)), Prompt(("last",)), most_tokens=None)

    assert [size for size in sizes if size] == [TOGETHER, TOGETHER, 1, 1]
    assert len(plan.vectors) == 2 * TOGETHER + 2


@pytest.mark.parametrize(
    ("prompts", "sentence"),
    [
        ((Prompt(("one " * 101,)),), "input must be at most 100 tokens, got 102"),
        ((Prompt(("one",)), Prompt(("one " * 20_000,))), "input[1] must be at most 100 tokens, got 20001"),
    ],
    ids=["short", "long"],
)
def test_a_text_that_is_too_long_is_refused_by_its_place(
    tokenizer: Tokenizer, prompts: tuple[Prompt, ...], sentence: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        planned(tokenizer, *prompts)

    assert str(caught.value) == sentence
