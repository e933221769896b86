"""What a request will get: its settings, its text, where it is cut, and what follows the live defaults."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.answers import answer_text
from mockpanel.core.choices import Choice, FinishReason, choose, first_tokens, reaching
from mockpanel.core.errors import InvalidValue
from mockpanel.core.pacing import Pace
from mockpanel.core.plan import Ask, Override, Prompt, Source, Usage, emptied, resolve
from mockpanel.core.settings import STREAM_NAMES, StreamSettings
from mockpanel.core.tokens import tokenize
from tests.answer_values import ANSWER_VALUES
from tests.core.plans import plan_of, settings_with
from tests.core.texts import ENCODINGS, SHARED_TOKENS, TEXTS
from tests.shape_values import SHAPE_VALUES

ASK = Ask(model="m", prompts=(Prompt(("Hi",), echo="Hi"),))
OTHERS: dict[str, Any] = {
    "mock_response": "other",
    "tokens_per_second": 77,
    "time_to_first_token": 3,
    "tokenizer_model": "gpt-4o",
    "tokens_per_chunk": 9,
    "simulate_latency": False,
    **{name: values[0] for name, values in (SHAPE_VALUES | ANSWER_VALUES).items()},
}


def overriding(**values: Any) -> dict[str, Override]:
    return {name: Override(Source.BODY, value) for name, value in values.items()}


def sent_text(choice: Choice) -> str:
    """What a client reads that joins all pieces."""
    text: str = json.loads(b'"%b"' % (choice.tokens.json[: choice.json_end] + choice.tail))
    return text


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, limit=st.integers(0, 60))
def test_a_limit_cuts_after_so_many_tokens_and_leaves_out_only_incomplete_bytes(
    encoding: str, text: str, limit: int
) -> None:
    tokens = tokenize(text, encoding)

    choice = choose(0, tokens, limit)

    bytes_within = b"".join(tokens.token_bytes(place) for place in range(min(limit, len(tokens))))
    assert choice.count == min(limit, len(tokens))
    assert choice.finish_reason == ("length" if limit < len(tokens) else "stop")
    assert choice.text == bytes_within.decode(errors="ignore")
    assert sent_text(choice) == choice.text


@pytest.mark.parametrize("encoding", SHARED_TOKENS)
def test_a_limit_after_a_token_that_two_characters_share_keeps_the_first_of_them(encoding: str) -> None:
    text = SHARED_TOKENS[encoding] + " and more"
    tokens = tokenize(text, encoding)

    choices = [choose(0, tokens, limit) for limit in range(len(tokens) + 1)]

    assert [sent_text(choice) for choice in choices] == [choice.text for choice in choices]
    assert text[0] in {choice.text for choice in choices}
    assert choices[-1].text == text


@given(TEXTS)
def test_without_a_limit_the_answer_is_the_whole_text(text: str) -> None:
    tokens = tokenize(text, "cl100k_base")

    choice = choose(3, tokens, None)

    assert (choice.index, choice.count, choice.finish_reason, choice.tail) == (3, len(tokens), "stop", b"")
    assert sent_text(choice) == choice.text == text


def test_a_limit_of_exactly_all_tokens_is_no_cut() -> None:
    tokens = tokenize("Hello, World!", "cl100k_base")

    choice = choose(0, tokens, len(tokens))

    assert choice.finish_reason is FinishReason.STOP


def test_a_choice_carries_the_echoed_prompt_before_it() -> None:
    lead = tokenize("Once", "cl100k_base")

    choices = [choose(0, tokenize(" upon a time", "cl100k_base"), limit, lead) for limit in (None, 1)]

    assert all(choice.lead is lead for choice in choices)


@pytest.mark.parametrize(
    ("default", "overrides", "text"),
    [
        ("default", {}, "default"),
        ("", {}, "echo"),
        ("default", {"mock_response": "own"}, "own"),
        ("default", {"mock_response": ""}, ""),
        ("", {"mock_response": ""}, ""),
        ("default", {"tokens_per_second": 5}, "default"),
    ],
)
def test_the_answer_is_the_requests_own_text_else_the_default_else_an_echo(
    default: str, overrides: dict[str, Any], text: str
) -> None:
    given_here = overriding(**overrides)
    settings = resolve(settings_with(mock_response=default), given_here)

    answer = answer_text(settings, given_here, Prompt((), echo="echo"), ASK)

    assert answer == text


@pytest.mark.parametrize(
    ("stop", "text"),
    [
        ((), "one, two, three"),
        (("two",), "one, "),
        (("three", ", "), "one"),
        (("one",), ""),
        (("four",), "one, two, three"),
        (("",), "one, two, three"),
        (("", "t"), "one, "),
    ],
)
def test_the_answer_ends_before_the_first_stop_string(stop: tuple[str, ...], text: str) -> None:
    settings = settings_with(mock_response="one, two, three")

    answer = answer_text(settings, {}, Prompt(()), replace(ASK, stop=stop))

    assert answer == text


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_no_stop_string_is_left_in_the_answer(text: str, stop: list[str]) -> None:
    settings = settings_with(mock_response=text)
    prompt = Prompt(())

    answer = answer_text(settings, overriding(mock_response=text), prompt, replace(ASK, stop=tuple(stop)))

    assert text.startswith(answer)
    assert not any(word in answer for word in stop if word)


def test_overrides_replace_the_defaults_of_one_request() -> None:
    defaults = settings_with(tokens_per_second=5)

    settings = resolve(defaults, overriding(tokens_per_chunk=4))

    assert settings == settings_with(tokens_per_second=5, tokens_per_chunk=4)
    assert defaults.tokens_per_chunk == 1


def test_without_overrides_the_defaults_themselves_are_used() -> None:
    defaults = settings_with(tokens_per_second=5)

    settings = resolve(defaults, {})

    assert settings is defaults


def test_an_override_out_of_bounds_is_refused_by_name() -> None:
    defaults = StreamSettings()

    with pytest.raises(InvalidValue, match=r"^tokens_per_chunk must be between 1 and 10000, got 0$") as caught:
        resolve(defaults, overriding(tokens_per_chunk=0))

    assert caught.value.field == "tokens_per_chunk"


@given(st.sets(st.sampled_from(STREAM_NAMES)))
def test_what_a_request_pinned_stays_and_the_rest_follows_the_defaults(pinned: set[str]) -> None:
    overrides = overriding(**{name: getattr(settings_with(), name) for name in pinned})
    plan = plan_of(ASK, settings_with(mock_response="first"), overrides)

    followed = plan.followed(settings_with(**OTHERS))

    assert {name for name in STREAM_NAMES if getattr(followed, name) == getattr(plan.settings, name)} == pinned
    assert all(getattr(followed, name) == OTHERS[name] for name in STREAM_NAMES if name not in pinned)


def test_null_for_the_rate_pins_unpaced() -> None:
    plan = plan_of(ASK, overrides=overriding(tokens_per_second=None))

    followed = plan.followed(settings_with(tokens_per_second=50))

    assert followed.tokens_per_second == 0


@pytest.mark.parametrize(
    ("stream", "simulate", "pace"),
    [
        (True, True, Pace(0.5, 20)),
        (True, False, Pace(0.5, 20)),
        (False, True, Pace(0.5, 20)),
        (False, False, Pace(0, 0)),
    ],
)
def test_only_an_answer_in_one_piece_can_come_without_its_latency(stream: bool, simulate: bool, pace: Pace) -> None:
    settings = settings_with(
        mock_response="Hi", tokens_per_second=20, time_to_first_token=0.5, simulate_latency=simulate
    )
    plan = plan_of(Ask(model="m", prompts=(Prompt(("Hi",)),), stream=stream))

    result = plan.pace(settings)

    assert result == pace


def test_the_total_of_usage_is_both_together() -> None:
    usage = Usage(prompt_tokens=17, completion_tokens=4)

    assert usage.total_tokens == 21


def test_sources_and_finish_reasons_are_the_words_that_users_read() -> None:
    words = [*Source, *FinishReason]

    assert words == ["body", "header", "query", "model", "stop", "length", "tool_calls", "content_filter"]


@pytest.mark.parametrize(
    ("changes", "weight"),
    [
        ({}, 4),
        ({"choices_per_prompt": 3}, 12),
        ({"alternatives": 0}, 8),
        ({"alternatives": 5}, 28),
        ({"echo": True}, 5),
        ({"echo": True, "alternatives": 1, "choices_per_prompt": 2}, 27),
    ],
    ids=str,
)
def test_the_weight_of_an_answer_counts_its_tokens_and_their_candidates(changes: dict[str, Any], weight: int) -> None:
    plan = plan_of(replace(ASK, **changes), settings_with(mock_response="Hello, World!"))

    assert plan.weight == weight


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, limit=st.integers(1, 60), count=st.integers(0, 60))
def test_the_first_tokens_of_a_choice_are_its_beginning_in_whole_characters(
    encoding: str, text: str, limit: int, count: int
) -> None:
    choice = choose(0, tokenize(text, encoding), limit)

    first = first_tokens(choice, count)

    assert first.count == min(count, choice.count)
    assert first.finish_reason == choice.finish_reason
    assert choice.text.startswith(sent_text(first))
    assert (first is choice) is (count >= choice.count)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(0, 12))
def test_the_choices_that_a_fault_reaches_are_those_under_way_or_else_the_longest(
    lengths: list[int], after: int
) -> None:
    tokens = tokenize("a b c d e f g h i", "gpt2")
    choices = [choose(index, tokens, length) for index, length in enumerate(lengths)]

    reached = reaching(choices, after)

    under_way = [choice for choice in choices if choice.count >= after]
    assert reached == (under_way or [choice for choice in choices if choice.count == max(lengths)])


@pytest.mark.parametrize("changes", [{}, {"max_tokens": 1}, {"echo": True}, {"choices_per_prompt": 3}])
def test_an_emptied_plan_has_no_text_and_ends_as_if_it_were_complete(changes: dict[str, Any]) -> None:
    plan = plan_of(replace(ASK, **changes))

    empty = emptied(plan)

    assert [choice.index for choice in empty.choices] == [choice.index for choice in plan.choices]
    assert {(sent_text(choice), choice.text, choice.count, choice.lead) for choice in empty.choices} == {
        ("", "", 0, None)
    }
    assert {choice.finish_reason for choice in empty.choices} == {"stop"}
    assert empty.usage == Usage(plan.usage.prompt_tokens, 0)
