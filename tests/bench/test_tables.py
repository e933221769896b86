"""Tables, plain and in Markdown."""

from .tables import Table, markdown, plain

TABLE = Table(["scenario", "rate"], [["1 stream", "-0.001"], ["200 streams", "9"]], names=1)


def test_plain_columns_are_aligned_names_to_the_left_and_numbers_to_the_right() -> None:
    assert plain(TABLE).splitlines() == [
        "scenario       rate",
        "1 stream     -0.001",
        "200 streams       9",
    ]


def test_markdown_has_a_rule_below_the_headings() -> None:
    assert markdown(TABLE).splitlines()[:3] == ["| scenario | rate |", "| --- | ---: |", "| 1 stream | -0.001 |"]
