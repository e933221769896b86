"""Which figures stand in which table."""

from .report import other_table, paced_table, report
from .runner import Result

PACED = {"rate_error_percent": -0.0014, "ttft_error_p50_ms": 0.3}
RESULTS = [
    Result("one-12", "1 stream at 12 tok/s", "mockpanel", PACED),
    Result("unpaced", "unpaced, 10 tokens", "mockpanel", {"tokens_per_second": 1234567.8}),
    Result("one-12", "1 stream at 12 tok/s", "naive", PACED | {"server_cpu_percent": 87.4}),
    Result(
        "unpaced",
        "unpaced, 10 tokens",
        "naive",
        problem="unpaced could not be measured on naive: it was cut.",
    ),
    Result("memory", "memory", "naive", {"memory_idle_mib": 80.0}),
]


def test_the_servers_stand_together_in_each_scenario() -> None:
    table = paced_table([RESULTS[2], Result("one-50", "b", "naive", PACED), RESULTS[0]])

    assert [row[:2] for row in table.rows] == [
        ["1 stream at 12 tok/s", "naive"],
        ["1 stream at 12 tok/s", "mockpanel"],
        ["b", "naive"],
    ]


def test_only_columns_with_figures_are_shown() -> None:
    table = paced_table(RESULTS)

    assert table.headings == ["scenario", "server", "rate error %", "TTFT p50 ms", "CPU %"]
    assert table.rows[0][2:] == ["-0.001", "0.30", "-"]


def test_other_figures_have_a_column_for_each_server() -> None:
    table = other_table(RESULTS)

    assert table.headings == ["scenario", "figure", "mockpanel", "naive"]
    assert table.rows[0][2:] == ["1,234,568", "-"]


def test_a_figure_has_a_row_for_each_scenario() -> None:
    fast, slow = ({"tokens_per_second": speed} for speed in (2000.0, 1000.0))

    table = other_table([Result("a", "A", "mockpanel", fast), Result("b", "B", "mockpanel", slow)])

    assert [[row[0], row[2]] for row in table.rows] == [["A", "2,000"], ["B", "1,000"]]


def test_what_has_a_limit_is_told_with_its_verdict() -> None:
    text = report(
        [Result("replay-one", "Replay", "mockpanel", {"gap_difference_p99_ms": 0.2})], "Here.", as_markdown=True
    )

    assert "| Replay | gaps beside the captured ones, p99 | 0.200 ms | 1 ms | met |" in text


def test_markdown_has_as_many_cells_in_every_row() -> None:
    text = report(RESULTS, "Here.", as_markdown=True)

    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows[:4]} == {6}
    assert rows[1] == "| --- | --- | ---: | ---: | ---: |"


def test_a_problem_is_a_sentence_at_the_end() -> None:
    assert report(RESULTS, "Here.", as_markdown=False).endswith("on naive: it was cut.")


def test_no_results_give_no_table() -> None:
    assert report([], "Here.", as_markdown=False) == "Here."
