"""What is told of tokens: text with marks for what cannot be seen, numbers, places, bytes; and never too much."""

from __future__ import annotations

from mockpanel.core.spans import Span
from mockpanel.core.tokens import tokenize
from mockpanel.gui.widgets.token_tooltip import TOOLTIP_BYTES, TOOLTIP_TEXT, TOOLTIP_TOKENS, described


def told(text: str, first: int, last: int, encoding: str = "o200k_base") -> str:
    return described(tokenize(text, encoding), Span(0, 0, first, last)).replace("&nbsp;", "")


def test_a_token_is_told_by_text_id_index_and_bytes() -> None:
    tip = told("one <b>", 1, 1)

    assert f"<td>id {tokenize('one <b>', 'o200k_base').ids[1]}</td>" in tip
    assert "<td>index 1</td><td>bytes 20 3C</td>" in tip
    assert "<b>·&lt;</b>" in tip


def test_control_characters_and_line_ends_can_be_read() -> None:
    text = "\x00\x1b\t\r\n"

    tip = told(text, 0, len(tokenize(text, "o200k_base")) - 1)

    assert "<b>\\x00\\x1b→CR↵</b>" in tip


def test_all_tokens_of_a_shared_character_are_told() -> None:
    tokens = tokenize("訚鈄", "gpt2")

    tip = told("訚鈄", 0, len(tokens) - 1, "gpt2")

    assert [f"index {index}<" in tip for index in range(len(tokens))] == [True] * len(tokens)
    assert "訚鈄" in tip


def test_a_long_token_is_cut_and_says_so() -> None:
    tip = told(" " * 80, 0, 0)

    assert "·" * TOOLTIP_TEXT + "…" in tip
    assert "20 " * (TOOLTIP_BYTES - 1) + "20…" in tip


def test_many_tokens_are_counted_rather_than_listed() -> None:
    tip = told("a b c d e f g h i j k", 0, TOOLTIP_TOKENS + 1)

    assert tip.count("index") == TOOLTIP_TOKENS
    assert "and 2 more" in tip
