"""The filter language: what each term finds, and the sentence that a wrong one gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpanel.core.errors import InvalidValue
from mockpanel.core.request_filter import EXAMPLE, FIELDS, HELP, compile_filter
from mockpanel.core.request_record import Outcome
from tests.core.records import record_of, running

RECORD = record_of(error="Rate limit reached")


def finds(line: str, record: object = RECORD) -> bool:
    """Whether a line finds a record."""
    predicate = compile_filter(line)
    assert predicate is not None
    return predicate(record)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        *("status:200", "status:2xx", "status>=200", "status<300", "status=200", "-status:429"),
        *("model:GPT", "stream:yes", "stream:true", "outcome:comp", "path:/v1/chat", "method:post", "client:127"),
        *("ttft>900", "ttft>0.9s", "ttft<=901ms", "tps:50", "tps>=50", "tokens>=4", "tokens<5", "prompt:9"),
        *("duration>900", "duration<1s", "override:tokens_per_second", "override:header", "error:limit", "id:req_1"),
        *("body:MESSAGES", "answer:world", 'answer:"hello, w"', "chat", "CHAT", '"rate limit"', "rate reached"),
        *("-nothing", '-"no words"', "status:200 model:gpt -mini", "-stream:no", "completed 200"),
    ],
)
def test_a_term_that_holds_finds_the_record(line: str) -> None:
    assert finds(line)


@pytest.mark.parametrize(
    "line",
    [
        *("status:429", "status:4xx", "status>200", "-status:200", "model:claude", "stream:no", "outcome:cut"),
        *("ttft>901", "ttft>1s", "tps<20", "tokens>4", "duration>2s", "nothing", "-chat", "status:200 nothing"),
        *('"limit rate"', "answer:bye", "method:get", "-model:gpt"),
    ],
)
def test_a_term_that_does_not_hold_finds_nothing(line: str) -> None:
    assert not finds(line)


@pytest.mark.parametrize("line", ["", "   ", "\t"])
def test_an_empty_line_filters_nothing(line: str) -> None:
    assert compile_filter(line) is None


@pytest.mark.parametrize("line", ["status:200", "ttft>0", "ttft<9999", "tps>0", "duration>0"])
def test_what_is_not_known_yet_matches_no_comparison(line: str) -> None:
    record = running(sent=0)

    assert not finds(line, record)
    assert finds(f"-{line}", record)


def test_an_answer_in_one_piece_has_no_measured_first_token() -> None:
    assert not finds("ttft>0", record_of(stream=False))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("colour:red", "colour in colour:red is no field; fields are status, model"),
        ("model:gpt colour:red", "colour:red"),
        ("status:", "status: needs a value, such as status:429"),
        ("-status:", "status: needs a value"),
        ("status:many", "status:many needs an HTTP status, such as status:429"),
        ("tps>fast", "tps>fast needs a number of tokens a second, such as tps<20"),
        ("tps>5s", "tps>5s needs a number of tokens a second"),
        ("ttft>5h", "ttft>5h needs a number of milliseconds, such as ttft>500"),
        ("model>gpt", "model>gpt cannot be compared; it is written model:gpt"),
        ("stream:maybe", "stream:maybe must be stream:yes or stream:no"),
        ("fault:cut", "fault:cut must be fault:yes or fault:no"),
        ("fault>yes", "fault>yes cannot be compared; it is written fault:yes"),
        ("outcome:lost", "outcome:lost is no outcome; the outcomes are arrived, running"),
        ('"half', 'the quote in "half has no end'),
        ('model:"half', 'the quote in model:"half has no end'),
        ('""', '"" holds no word to look for'),
        ("http://localhost", "http in http://localhost is no field"),
    ],
)
def test_a_wrong_term_gets_a_sentence_that_names_it(line: str, words: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        compile_filter(line)

    assert words in str(refused.value)


def test_quotes_make_words_of_what_looks_like_a_field() -> None:
    assert finds('"http://x"', record_of(path="/v1/http://x"))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_can_be_asked_for(outcome: Outcome) -> None:
    assert finds(f'outcome:"{outcome}"', record_of(outcome=outcome))


def test_the_help_names_every_field() -> None:
    assert [
        name for name in FIELDS if f"{name}:" not in HELP and f"{name}>" not in HELP and f"{name}<" not in HELP
    ] == []
    assert compile_filter(EXAMPLE) is not None


@given(st.text())
def test_any_line_is_a_filter_or_a_sentence(line: str) -> None:
    predicate, sentence = None, ""

    try:
        predicate = compile_filter(line)
    except InvalidValue as refused:
        sentence = str(refused)

    assert sentence or predicate is None or predicate(RECORD) in (True, False)


@given(st.sampled_from(["status:200", "model:claude", "ttft>500", "chat", '"a b"', "tokens<3"]))
def test_a_minus_turns_a_term_round(term: str) -> None:
    assert finds(f"-{term}") is not finds(term)


@given(st.lists(st.sampled_from(["status:200", "model:gpt", "nothing", "ttft>500", "-chat"]), min_size=1))
def test_all_terms_must_hold(terms: list[str]) -> None:
    assert finds(" ".join(terms)) is all(finds(term) for term in terms)


@pytest.mark.parametrize(
    ("line", "found"),
    [("fault:yes", True), ("FAULT=on", True), ("fault:no", False), ("-fault:yes", False), ('"after 10 tok"', True)],
)
def test_a_fault_can_be_asked_for_and_its_words_looked_for(line: str, found: bool) -> None:
    failed = record_of(fault="cut after 10 tokens")

    assert finds(line, failed) is found
    assert finds(line, record_of()) is (not found and line != '"after 10 tok"')
