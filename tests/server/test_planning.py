"""From an ask to a plan, with real tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import tiktoken

from mockpanel.core.choices import FinishReason
from mockpanel.core.errors import InvalidValue
from mockpanel.core.plan import Ask, Override, Prompt, Source, StreamPlan
from mockpanel.core.settings import StreamSettings
from mockpanel.core.tokens import load
from mockpanel.server.planning import make_plan
from mockpanel.server.tokenizer import Tokenizer

TEXT = "Tokens of a text, ✅ and more."
HELLO = Prompt(("user", "Hello there!"), echo="Hello there!", overhead=6)


@pytest.fixture(scope="module")
def tokenizer() -> Iterator[Tokenizer]:
    made = Tokenizer(in_process=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def gpt4() -> tiktoken.Encoding:
    return load("cl100k_base")


def planned(
    tokenizer: Tokenizer,
    ask: Ask,
    overrides: Mapping[str, Override] | None = None,
    **defaults: Any,
) -> StreamPlan:
    """The plan for an ask."""
    settings = StreamSettings(**{"mock_response": TEXT, **defaults})
    return asyncio.run(make_plan(ask, overrides or {}, settings, tokenizer))


def test_usage_counts_real_tokens_and_the_formats_own(tokenizer: Tokenizer, gpt4: tiktoken.Encoding) -> None:
    plan = planned(tokenizer, Ask("m", (HELLO,)))

    assert plan.usage.completion_tokens == len(gpt4.encode(TEXT))
    assert plan.usage.prompt_tokens == len(gpt4.encode("user")) + len(gpt4.encode("Hello there!")) + 6


def test_the_tokens_are_those_of_the_overriding_encoding(tokenizer: Tokenizer) -> None:
    overrides = {"tokenizer_model": Override(Source.BODY, "gpt-4o")}

    plan = planned(tokenizer, Ask("m", (HELLO,)), overrides)

    assert plan.choices[0].tokens.encoding == "o200k_base"
    assert list(plan.choices[0].tokens.ids) == load("o200k_base").encode(TEXT)


def test_each_prompt_gets_its_choices_and_indexes_count_on(tokenizer: Tokenizer) -> None:
    prompts = (Prompt(("one",), echo="one"), Prompt(("two",), echo="two"))

    plan = planned(tokenizer, Ask("m", prompts, choices_per_prompt=2), mock_response="")

    assert [(choice.index, choice.text) for choice in plan.choices] == [(0, "one"), (1, "one"), (2, "two"), (3, "two")]
    assert plan.usage.completion_tokens == 4
    assert plan.usage.prompt_tokens == 2


def test_an_empty_override_is_an_empty_answer_and_no_echo(tokenizer: Tokenizer) -> None:
    plan = planned(tokenizer, Ask("m", (HELLO,)), {"mock_response": Override(Source.BODY, "")})

    assert plan.choices[0].text == ""
    assert plan.choices[0].finish_reason is FinishReason.STOP


def test_the_answer_ends_before_the_first_stop_string(tokenizer: Tokenizer) -> None:
    plan = planned(tokenizer, Ask("m", (HELLO,), stop=("more", " a ")))

    assert plan.choices[0].text == "Tokens of"


def test_a_limit_cuts_between_characters_and_is_told(tokenizer: Tokenizer) -> None:
    plan = planned(tokenizer, Ask("m", (HELLO,), max_tokens=2), mock_response="🚀🚀🚀")

    (choice,) = plan.choices
    assert choice.finish_reason is FinishReason.LENGTH
    assert plan.usage.completion_tokens == 2
    assert "🚀🚀🚀".startswith(choice.text)
    assert "\ufffd" not in choice.text


def test_an_echoed_prompt_leads_the_answer_and_does_not_count_as_one(
    tokenizer: Tokenizer, gpt4: tiktoken.Encoding
) -> None:
    plan = planned(tokenizer, Ask("m", (Prompt(("Once",), echo="Once"),), echo=True))

    (choice,) = plan.choices
    assert choice.lead is not None
    assert choice.lead.text == "Once"
    assert plan.usage.completion_tokens == len(gpt4.encode(TEXT))


def test_a_prompt_of_token_numbers_is_counted_as_it_is_and_echoed_as_text(
    tokenizer: Tokenizer, gpt4: tiktoken.Encoding
) -> None:
    ids = tuple(gpt4.encode("Once upon a time"))

    plan = planned(tokenizer, Ask("m", (Prompt((), ids=ids),)), mock_response="")

    assert plan.usage.prompt_tokens == len(ids)
    assert plan.choices[0].text == "Once upon a time"


def test_token_numbers_that_do_not_exist_are_refused_where_their_text_is_needed(tokenizer: Tokenizer) -> None:
    ask = Ask("m", (Prompt((), ids=(2_000_000_000,)),))

    with pytest.raises(InvalidValue, match="prompt must hold tokens of cl100k_base, got 2000000000"):
        planned(tokenizer, ask, mock_response="")

    assert planned(tokenizer, ask).choices[0].text == TEXT


def test_an_override_out_of_bounds_is_refused(tokenizer: Tokenizer) -> None:
    with pytest.raises(InvalidValue, match="tokens_per_second must be between 0 and 100000, got -1") as refusal:
        planned(tokenizer, Ask("m", (HELLO,)), {"tokens_per_second": Override(Source.QUERY, -1.0)})

    assert refusal.value.field == "tokens_per_second"


def test_an_uneven_stream_gets_its_rhythm_and_an_even_an_unpaced_or_a_whole_one_none(tokenizer: Tokenizer) -> None:
    stream = Ask("m", (HELLO,), stream=True)

    plans = [
        planned(tokenizer, stream, jitter=1.0, seed=4),
        planned(tokenizer, stream),
        planned(tokenizer, stream, jitter=1.0, tokens_per_second=0.0),
        planned(tokenizer, Ask("m", (HELLO,)), jitter=1.0),
    ]

    assert [plan.rhythm is not None for plan in plans] == [True, False, False, False]
    assert plans[0].rhythm is not None
    assert (plans[0].rhythm.seed, plans[0].rhythm.last) == (4, plans[0].longest.count - 1)


def test_reasoning_counts_as_completion_for_each_choice_and_only_where_the_protocol_has_it(
    tokenizer: Tokenizer, gpt4: tiktoken.Encoding
) -> None:
    thinks = Ask("m", (HELLO,), choices_per_prompt=2, thinks=True)
    answer, thought = len(gpt4.encode(TEXT)), len(gpt4.encode("Hm, let me see."))

    plan = planned(tokenizer, thinks, mock_reasoning="Hm, let me see.")
    hidden = planned(tokenizer, thinks, reasoning_seconds=2.0, reasoning_tokens_per_second=30.0)
    legacy = planned(tokenizer, Ask("m", (HELLO,)), mock_reasoning="Hm, let me see.", reasoning_seconds=2.0)

    assert (plan.usage.completion_tokens, plan.usage.reasoning_tokens) == (2 * (answer + thought), 2 * thought)
    assert (hidden.thinking, hidden.usage.reasoning_tokens) == (None, 120)
    assert (legacy.thinking, legacy.usage.completion_tokens) == (None, answer)


THOUGHT = "First one, then two, then three."


def test_a_limit_counts_reasoning_and_answer_together(tokenizer: Tokenizer, gpt4: tiktoken.Encoding) -> None:
    thought = len(gpt4.encode(THOUGHT))
    ask = Ask("m", (HELLO,), max_tokens=thought + 2, thinks=True, choices_per_prompt=2)

    plan = planned(tokenizer, ask, mock_reasoning=THOUGHT)

    assert plan.thinking is not None
    assert plan.thinking.text == THOUGHT
    assert [(choice.count, choice.finish_reason) for choice in plan.choices] == [(2, FinishReason.LENGTH)] * 2
    assert (plan.usage.completion_tokens, plan.usage.reasoning_tokens) == (2 * (thought + 2), 2 * thought)


@pytest.mark.parametrize("answer", [TEXT, ""], ids=["text", "empty"])
def test_reasoning_may_use_the_limit_up_before_the_answer_begins(tokenizer: Tokenizer, answer: str) -> None:
    ask, overrides = Ask("m", (HELLO,), max_tokens=3, thinks=True), {"mock_response": Override(Source.BODY, answer)}

    plan = planned(tokenizer, ask, overrides, mock_reasoning=THOUGHT)

    assert plan.thinking is not None
    assert plan.thinking.text == "First one,"
    (choice,) = plan.choices
    assert (choice.count, choice.text, choice.finish_reason) == (0, "", FinishReason.LENGTH)
    assert plan.usage.completion_tokens == plan.usage.reasoning_tokens == 3


def test_reasoning_without_a_text_uses_the_limit_up_as_well(tokenizer: Tokenizer) -> None:
    ask = Ask("m", (HELLO,), max_tokens=25, thinks=True)

    plan = planned(tokenizer, ask, reasoning_seconds=2, tokens_per_second=10)

    assert (plan.choices[0].count, plan.usage.completion_tokens, plan.usage.reasoning_tokens) == (5, 25, 20)


def test_the_seed_of_any_source_varies_the_log_probabilities_too(tokenizer: Tokenizer) -> None:
    plan = planned(tokenizer, Ask("m", (HELLO,)), {"seed": Override(Source.HEADER, 9)})

    assert plan.ask.seed == 9
