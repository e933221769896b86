"""`mockpanel capture` shows what comes, keeps what came when, and never shows a key."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockpanel.capture_command import run
from mockpanel.cli import main
from mockpanel.core.capture_file import parse_capture
from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.captures import Arrival
from tests.processes import run as run_process
from tests.running import RunningServer
from tests.server.upstreams import ANSWER, HEAD, FakeUpstream, answer, chunk, thoughtful_upstream

KEY = "sk-a-secret-of-its-own"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"
HELLO = b'data: {"model": "gpt-x", "choices": [{"delta": {"content": "Hello"}}]}\n\n'


@pytest.fixture(scope="module")
def upstream() -> Iterator[RunningServer]:
    with thoughtful_upstream() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> CaptureFolder:
    return CaptureFolder(tmp_path / "captures")


def test_an_answer_is_shown_measured_and_kept(
    upstream: RunningServer, folder: CaptureFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run([upstream.base_url, "Hi", "--model", "m", "--name", "Mine"], {"OPENAI_API_KEY": KEY}, folder)

    out, err = capsys.readouterr()
    sent = list(upstream.services.log)[-1]
    kept = folder.find("Mine")
    assert code == 0
    assert out.startswith(f"Hm.\n\n{ANSWER}\n")
    assert [part.split()[0] for part in out.splitlines()[3:]] == ["TTFT", "kept"]
    assert "gaps in ms: p50 " in out
    assert err == "The key of OPENAI_API_KEY is sent.\n"
    assert (kept.text, kept.reasoning, kept.model) == (ANSWER, "Hm.", "m")
    came = [arrival.seconds for arrival in kept.answer]
    assert came == pytest.approx([row.sent_ns / 1e9 for row in sent.ledger], abs=0.08)
    assert json.loads(sent.body)["messages"] == [{"role": "user", "content": "Hi"}]
    assert ("authorization", "Bearer ***") in sent.headers


def test_it_is_written_into_a_new_file_where_one_is_given(
    upstream: RunningServer, folder: CaptureFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answer.jsonl"

    codes = [run([upstream.base_url, "--output", str(path)], {}, folder) for _ in range(2)]

    assert codes == [0, 2]
    assert parse_capture(path.read_text("utf-8")).text == ANSWER
    assert not folder.path.exists()
    assert capsys.readouterr().err.splitlines() == [
        "No key is sent: OPENAI_API_KEY is not set.",
        f"mockpanel: {path} is there already; give another file",
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere"], 'URL must be a base URL such as https://api.openai.com/v1, of up to 2000 characters, '
         'got "nowhere"'),
        (["http://127.0.0.1:9", "--api-key-env", "NONE"], "the environment variable NONE of --api-key-env is not set"),
        (["http://127.0.0.1:9", "--api-key-env", "BAD"], "BAD must hold printable ASCII characters only, "
         "as HTTP headers do"),
        (["http://127.0.0.1:9", "--name", "reasoning model"], 'the capture name "reasoning model" is taken; '
         "choose another"),
        (["http://127.0.0.1:9", "a\udcff"], "PROMPT must be valid Unicode, got a lone surrogate (U+DCFF) "
         "at character 1"),
        (["http://127.0.0.1:9", "--name", "a/b"], "a capture's name must not hold slashes or control characters, "
         'got "a/b"'),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_anything_is_sent(
    words: list[str], sentence: str, folder: CaptureFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(words, {"BAD": f"{KEY}é"}, folder)

    assert code == 2
    assert capsys.readouterr().err == f"mockpanel: {sentence}\n"


def test_an_error_of_the_api_is_told_without_the_key(folder: CaptureFolder, capsys: pytest.CaptureFixture[str]) -> None:
    error = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}."}}).encode()
    with FakeUpstream(answer(b"401 Unauthorized", b"application/json", error)) as fake:
        code = run([fake.url, "--api-key-env", "MY_KEY"], {"MY_KEY": KEY}, folder)

    out, err = capsys.readouterr()
    assert code == 1
    assert err.splitlines()[-1] == f"mockpanel: {fake.host} answered 401: Incorrect API key provided: ***."
    assert KEY not in out + err
    assert f"authorization: Bearer {KEY}".encode() in fake.requests[0].replace(b"Authorization", b"authorization")


def test_an_api_that_cannot_be_reached_is_told(folder: CaptureFolder, capsys: pytest.CaptureFixture[str]) -> None:
    with FakeUpstream() as fake:
        pass

    code = run([fake.url], {}, folder)

    assert code == 1
    assert f"mockpanel: {fake.host} cannot be reached: " in capsys.readouterr().err


def test_what_breaks_off_is_kept_with_a_note(folder: CaptureFolder, capsys: pytest.CaptureFixture[str]) -> None:
    with FakeUpstream(CHUNKED, chunk(HELLO)) as fake:
        code = run([fake.url, "--name", "Mine"], {}, folder)

    kept = folder.find("Mine")
    assert code == 1
    assert (kept.text, kept.model) == ("Hello", "gpt-x")
    assert kept.notes.startswith(f"{fake.host} broke the answer off: ")
    assert f"mockpanel: {kept.notes}\n" in capsys.readouterr().err


def test_ctrl_c_keeps_what_came(folder: CaptureFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_arrival: Arrival) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mockpanel.capture_command.Screen.show", lambda _screen, arrival: interrupt(arrival))
    with FakeUpstream(CHUNKED, chunk(HELLO), b"0\r\n\r\n") as fake:
        code = run([fake.url, "--name", "Mine"], {}, folder)

    assert code == 1
    assert (folder.find("Mine").text, folder.find("Mine").notes) == ("Hello", "Broken off by Ctrl-C.")


def test_an_answer_without_text_is_told(folder: CaptureFolder, capsys: pytest.CaptureFixture[str]) -> None:
    with FakeUpstream(answer(b"200 OK", b"text/event-stream", b"data: [DONE]\n\n")) as fake:
        code = run([fake.url], {}, folder)

    assert code == 1
    assert capsys.readouterr().err.endswith(f"mockpanel: {fake.host} answered without any text.\n")


def test_what_would_steer_the_terminal_is_not_shown(folder: CaptureFolder, capsys: pytest.CaptureFixture[str]) -> None:
    event = b'data: {"choices": [{"delta": {"content": "a\\u001b[2Jb\\r\\n"}}]}\n\n'
    with FakeUpstream(answer(b"200 OK", b"text/event-stream", event)) as fake:
        run([fake.url, "--name", "Mine"], {}, folder)

    assert capsys.readouterr().out.startswith("a[2Jb\n\n")
    assert folder.find("Mine").text == "a\x1b[2Jb\r\n"


def test_the_front_door_leads_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["capture"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "mockpanel: the following arguments are required: URL\nTry 'mockpanel capture --help'.\n"
    )


def test_neither_httpx_nor_a_server_is_loaded_for_a_refusal_or_help() -> None:
    code = (
        "import sys\nfrom mockpanel.cli import main\n"
        "assert main(['capture', 'nowhere']) == 2\n"
        "assert not {'httpx', 'fastapi', 'uvicorn', 'PySide6'} & sys.modules.keys()\n"
    )

    ended = run_process([sys.executable, "-c", code])

    assert ended.returncode == 0, ended.stderr
