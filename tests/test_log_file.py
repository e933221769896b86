"""The log file: what is in it, what never is, and that it harms nobody."""

from __future__ import annotations

import logging
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis.strategies import from_regex, sampled_from, text

from mockpanel.core.settings import LogLevel
from mockpanel.log_file import KEPT_FILES, LARGEST_BYTES, log_path, note, open_log_file, without_secrets
from mockpanel.printing import start_logging

needs_permissions = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")

SECRETS = from_regex(r"[A-Za-z0-9_]{16,40}", fullmatch=True)
FORMS = [
    "sk-{}",
    "sk-proj-{}",
    "Bearer {}",
    "ghp_{}",
    "Authorization: Basic {}",
    "authorization: Negotiate {}==",
    "Cookie: a=b; session={}",
    "GET /v1/models?api_key={}&a=b",
    '{{"api_key": "{}"}}',
    "{{'api_key': '{}', 'a': 1}}",
    "Settings(api_key='{}', port=1)",
    "password={}",
    "ValueError: api_key={}",
    "refused: a=b: token: '{}'",
    "(b'authorization', b'Basic {}')",
    "[('x-api-key', '{}')]",
]

Logged = Callable[[Callable[[], object]], str]


@pytest.fixture
def plain_logging() -> Iterator[None]:
    """Puts logging back as it was."""
    loggers = [logging.getLogger(name) for name in (None, "mockpanel", "asyncio", "uvicorn")]
    levels, handlers = [logger.level for logger in loggers], loggers[0].handlers[:]
    raises = logging.raiseExceptions
    yield
    loggers[0].handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    logging.raiseExceptions = raises


@pytest.fixture
def logged(plain_logging: None, tmp_path: Path) -> Logged:
    """What is in the log file after some work at a level."""

    def run(work: Callable[[], object], level: LogLevel = LogLevel.INFO) -> str:
        path = tmp_path / "new folder" / "mockpanel.log"
        listener = start_logging(level, file=path)
        work()
        listener.stop()
        return path.read_text(encoding="utf-8")

    return run


def fail() -> None:
    """An error with a traceback and a key in it."""
    try:
        raise ValueError("refused: Bearer abcdefghijklmnop")
    except ValueError:
        logging.getLogger("mockpanel.server").exception("The request failed.")


@given(SECRETS, sampled_from(FORMS), text(max_size=20), text(max_size=20))
def test_a_secret_is_masked_whatever_stands_around_it(secret: str, form: str, before: str, behind: str) -> None:
    assume(secret not in before + behind + form)
    shown = f"{before}\n{form.format(secret)}\n{behind}"

    masked = without_secrets(shown)

    assert secret not in masked
    assert "***" in masked


@pytest.mark.parametrize(
    "harmless",
    [
        "time_to_first_token must be between 0 and 30 s, got 31",
        "KeyError: 'mock_response'",
        'File "app.py", line 12, in start, max_tokens=5, keys={1: 2}',
        '{"tokens_per_second": 45, "tokenizer_model": "gpt-4o"}',
        "http://127.0.0.1:8000/v1",
    ],
)
def test_what_is_no_secret_is_left_as_it_is(harmless: str) -> None:
    assert without_secrets(harmless) == harmless


@pytest.mark.parametrize("evil", ["a" * 300_000, "authorization" * 20_000, '"' * 200_000, "key" + " " * 300_000])
def test_no_text_makes_masking_slow(evil: str) -> None:
    assert without_secrets(evil)  # one that grew with the square of the length would take minutes


def test_a_problem_is_written_with_its_time_and_its_traceback(logged: Logged) -> None:
    written = logged(fail)

    line = re.search(
        r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ERROR mockpanel\.server: The request failed\.$", written, re.MULTILINE
    )
    assert line is not None
    assert "\nTraceback (most recent call last):\n" in written
    assert "ValueError: refused: Bearer ***\n" in written


def test_a_secret_reaches_neither_the_file_nor_standard_error(
    logged: Logged, capsys: pytest.CaptureFixture[str]
) -> None:
    written = logged(fail)

    shown = capsys.readouterr().err
    assert "abcdefghijklmnop" not in written + shown
    assert shown.startswith("mockpanel: ERROR: The request failed.\n")


def test_a_note_is_for_the_file_alone(logged: Logged, capsys: pytest.CaptureFixture[str]) -> None:
    written = logged(lambda: note("serves http://127.0.0.1:8000/v1"))

    assert re.search(r" INFO mockpanel\.notes: mockpanel \S+ starts on Python ", written)
    assert written.endswith(" INFO mockpanel.notes: serves http://127.0.0.1:8000/v1\n")
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("plain_logging")
def test_above_the_level_info_there_are_no_notes(tmp_path: Path) -> None:
    listener = start_logging(LogLevel.WARNING, file=tmp_path / "a.log")

    note("serves")
    listener.stop()

    assert (tmp_path / "a.log").read_text() == ""


def test_half_characters_are_written_as_escapes(logged: Logged) -> None:
    written = logged(lambda: logging.getLogger("mockpanel").warning("漢 \ud800"))

    assert written.endswith("漢 \\ud800\n")


@needs_permissions
@pytest.mark.usefixtures("plain_logging")
def test_only_its_user_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "mockpanel.log"

    start_logging(LogLevel.INFO, file=path).stop()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_old_lines_make_room(tmp_path: Path) -> None:
    path = tmp_path / "mockpanel.log"
    handler = open_log_file(path)
    assert handler is not None

    for number in range(9):
        handler.emit(logging.LogRecord("x", logging.ERROR, "", 0, f"{number}" * (LARGEST_BYTES // 2), (), None))
    handler.close()

    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["mockpanel.log", "mockpanel.log.1", "mockpanel.log.2"]
    assert len(files) == KEPT_FILES + 1
    assert all(file.stat().st_size <= LARGEST_BYTES for file in files)
    assert b"8" in path.read_bytes()[-10:]


@pytest.mark.usefixtures("plain_logging")
def test_a_folder_that_cannot_be_written_is_told_of_once_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    path = tmp_path / "file" / "mockpanel.log"

    listener = start_logging(LogLevel.INFO, file=path)
    for _ in range(2):
        logging.getLogger("mockpanel").warning("still here")
    listener.stop()

    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"mockpanel: WARNING: The log file {path} cannot be written: ")
    assert told[1:] == ["mockpanel: WARNING: still here"] * 2


@pytest.mark.usefixtures("plain_logging")
def test_a_file_that_is_in_use_elsewhere_grows_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = open_log_file(tmp_path / "a.log")
    assert handler is not None
    monkeypatch.setattr("os.rename", refused)

    for number in range(3):
        handler.emit(logging.LogRecord("x", logging.ERROR, "", 0, f"{number}" * LARGEST_BYTES, (), None))
    handler.close()

    assert (tmp_path / "a.log").stat().st_size > 3 * LARGEST_BYTES


def refused(*_: object) -> None:
    """What Windows answers to the renaming of an open file."""
    raise PermissionError


def test_the_file_has_its_place_among_the_user_s_logs() -> None:
    assert log_path().name == "mockpanel.log"
    assert log_path().is_absolute()
