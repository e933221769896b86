"""What --only chooses, and that the window and a server are not measured at once."""

import pytest

from .__main__ import argument_parser, matching

NAMES = ["one-1", "one-12", "memory"]


@pytest.mark.parametrize(
    ("only", "found"),
    [(None, set(NAMES)), (["memory"], {"memory"}), (["one-*", "memory"], set(NAMES)), (["*2"], {"one-12"})],
)
def test_names_are_chosen_by_pattern(only: list[str] | None, found: set[str]) -> None:
    assert matching(NAMES, only) == found


def test_a_pattern_without_a_match_ends_with_a_sentence() -> None:
    with pytest.raises(SystemExit, match=r"^--only must match one of one-1, one-12, memory, got two\.$"):
        matching(NAMES, ["two"])


def test_the_window_is_measured_without_other_servers(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        argument_parser(NAMES).parse_args(["--gui", "--server", "naive"])

    assert "--server: not allowed with argument --gui" in capsys.readouterr().err
