"""The README's tables of protocols and clients: for each yes there is a test, and for each test of a client a row."""

from __future__ import annotations

import re

import pytest

from tests.processes import ROOT
from tests.proofs import CLIENTS, PROTOCOLS, Proofs

README = (ROOT / "README.md").read_text(encoding="utf-8")
NO = "–"


def table(first_column: str) -> dict[str, dict[str, str]]:
    """The cells of the table whose first column has this name, by row and column."""
    found = re.search(rf"^\| {first_column} \|.*\n\|[-|]+\n((?:\|.*\n)+)", README, re.MULTILINE)
    assert found, first_column
    head, _, *rows = ([cell.strip() for cell in line.strip("| \n").split("|")] for line in found[0].splitlines())
    return {cells[0]: dict(zip(head[1:], cells[1:], strict=True)) for cells in rows}


@pytest.mark.parametrize(
    ("first_column", "proofs", "plain"),
    [("protocol", PROTOCOLS, set()), ("client", CLIENTS, {"speaks"})],
    ids=["protocols", "clients"],
)
def test_each_yes_of_a_table_has_its_proof_and_each_no_has_none(
    first_column: str, proofs: Proofs, plain: set[str]
) -> None:
    said = {
        row: {column for column, cell in cells.items() if cell != NO and column not in plain}
        for row, cells in table(first_column).items()
    }

    assert said == {row: set(tests) for row, tests in proofs.items()}


@pytest.mark.parametrize(
    "proof", sorted({proof for proofs in (PROTOCOLS, CLIENTS) for tests in proofs.values() for proof in tests.values()})
)
def test_every_proof_is_a_test(proof: str) -> None:
    path, name = proof.split("::")
    source = (ROOT / "tests" / path).read_text(encoding="utf-8")

    pattern = rf"def {name}\(" if path.endswith(".py") else rf"test\([\"`](\$\{{name}}:? )?{re.escape(name)}[\"`]"
    assert re.search(pattern, source)


def test_every_client_that_is_tested_apart_has_a_row() -> None:
    folder = ROOT / "tests" / "clients"

    proven = {proof.partition("::")[0] for tests in CLIENTS.values() for proof in tests.values()}
    files = {*folder.glob("test_*.py"), *folder.glob("node/*.test.mjs")} - {folder / "test_node.py"}
    assert {path.relative_to(ROOT / "tests").as_posix() for path in files} <= proven
