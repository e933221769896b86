"""What is told of an error: all that helps, nothing that is nobody's business."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import floats, lists, sampled_from

from mockpanel import __version__
from mockpanel.gui.error_report import (
    LONGEST_DETAILS,
    LONGEST_SUMMARY,
    PLACES,
    QUIET_S,
    Quiet,
    details,
    place,
    summary,
    told,
)


def raised(error: Exception) -> Exception:
    """An error with a traceback."""
    try:
        raise error
    except Exception as caught:
        return caught


@given(lists(floats(min_value=0, max_value=QUIET_S)), lists(sampled_from("ab"), min_size=1))
def test_a_place_is_told_of_once_in_ten_seconds_and_nothing_is_lost(pauses: list[float], places: list[str]) -> None:
    now, last = 0.0, dict.fromkeys("ab", -QUIET_S)
    quiet = Quiet(lambda: now)
    heard = dict.fromkeys("ab", 0)
    came = dict.fromkeys("ab", 0)

    for pause, name in zip(pauses, places, strict=False):
        now += pause
        came[name] += 1
        missed = quiet.missed(name)
        if missed is not None:
            assert now - last[name] >= QUIET_S
            last[name] = now
            heard[name] += missed + 1
            assert heard[name] == came[name]


def test_what_is_held_back_is_counted_in_the_next_telling() -> None:
    now = 100.0
    quiet = Quiet(lambda: now)

    first = [quiet.missed("here") for _ in range(4)]
    now += QUIET_S
    later = quiet.missed("here")

    assert first == [0, None, None, None]
    assert later == 3


def test_the_first_second_of_a_machine_is_as_good_as_any() -> None:
    assert Quiet(lambda: 0.0).missed("here") == 0


def test_messages_that_differ_each_time_fill_no_memory() -> None:
    quiet = Quiet(lambda: 0.0)

    for number in range(PLACES + 5):
        quiet.missed(str(number))

    assert quiet.missed(str(PLACES)) is None
    assert quiet.missed("0") == 0


def test_errors_of_the_same_line_and_kind_have_the_same_place() -> None:
    first, second, other = (raised(error) for error in (ValueError("a"), ValueError("b"), KeyError("c")))

    assert place(first) == place(second)
    assert place(first) != place(other)
    assert place(raised(first)) != place(ValueError("a"))


def test_the_summary_is_one_printable_line() -> None:
    line = summary(raised(ValueError("api_key='sk-abcdefghijkl' \x1b[2J" + "x" * 1000)))

    assert line.startswith("ValueError: api_key=*** \\x1b[2J")
    assert line.isprintable()
    assert len(line) == LONGEST_SUMMARY


def test_details_name_the_versions_and_where_it_was() -> None:
    text = details(raised(ValueError("Bearer abcdefghijkl")))

    assert f"mockpanel {__version__}" in text
    assert f"Python {sys.version.split()[0]}" in text
    assert "Qt 6." in text
    assert "in raised\n" in text
    assert text.endswith("ValueError: Bearer ***\n")


def test_details_have_an_end_however_long_the_message_is() -> None:
    text = details(raised(ValueError("x" * 1_000_000)))

    assert len(text) < LONGEST_DETAILS + 1000
    assert "Traceback" in text


def test_the_chain_of_causes_is_told() -> None:
    try:
        raise RuntimeError("the effect") from raised(ValueError("the cause"))
    except RuntimeError as error:
        text = details(error)

    assert text.index("the cause") < text.index("the effect")
    assert traceback.format_exc() == "NoneType: None\n"


@pytest.mark.parametrize(
    ("home", "text", "shown"),
    [
        ("/home/ada", 'File "/home/ada/x.py"', 'File "~/x.py"'),
        ("/home/ada", "/home/adam/x /home/ada", "/home/adam/x ~"),
        ("/", "/home/ada", "/home/ada"),
    ],
)
def test_the_user_s_folder_is_told_as_a_tilde(home: str, text: str, shown: str) -> None:
    assert told(text, Path(home)) == shown


def test_the_user_s_folder_is_found_in_the_way_that_windows_writes_it() -> None:
    class Home:
        def __str__(self) -> str:
            return "C:\\Users\\Ada"

    home: Path = Home()  # type: ignore[assignment]

    assert told(r"'C:\\Users\\Ada\\x' C:\Users\Ada\x C:/Users/Ada/x", home) == r"'~\\x' ~\x ~/x"
