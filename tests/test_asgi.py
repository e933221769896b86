"""`uvicorn mockpanel.asgi:app`: the app under a server that is not our own, its settings from the environment."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator

import pytest
from openai import OpenAI

from tests.processes import SOON_S, START_S, Started, ask, children, client, is_running, run, wait_until

UVICORN = [sys.executable, "-m", "uvicorn", "mockpanel.asgi:app", "--host", "127.0.0.1", "--port", "0"]
RUNNING = re.compile(r"running on (http://127\.0\.0\.1:\d+)")
TEXT = "Bytes for bytes ✅ 👩‍🚀 漢字 e\u0301\r\n\u2028\x00 Done."


class Hosted(Started):
    """uvicorn with our app, ready from `with` on."""

    def __init__(self, *arguments: str, **settings: str) -> None:
        super().__init__([*UVICORN, *arguments], {f"MOCKPANEL_{name.upper()}": text for name, text in settings.items()})

    @property
    def root_url(self) -> str:
        """Where it listens; waits until it does."""
        found = RUNNING.search(self.err.wait_for(RUNNING, START_S))
        assert found is not None
        return found[1]


@pytest.fixture(scope="module")
def hosted() -> Iterator[Hosted]:
    """One server for the tests that end nothing and change nothing."""
    with Hosted(mock_response="From the environment.", tokens_per_second="0", time_to_first_token="0") as running:
        yield running


def streamed(root_url: str, **extras: object) -> str:
    """The text that the official client streams."""
    with OpenAI(base_url=root_url + "/v1", api_key="any", timeout=SOON_S, max_retries=0) as openai:
        stream = openai.chat.completions.create(
            model="m", messages=[{"role": "user", "content": "Hi"}], stream=True, extra_body=extras
        )
        with stream:
            return "".join(chunk.choices[0].delta.content or "" for chunk in stream)


def test_the_official_client_streams_the_response_of_the_environment(hosted: Hosted) -> None:
    text = streamed(hosted.root_url)

    assert text == "From the environment."


@pytest.mark.parametrize("size", ["1", "7"])
def test_a_text_of_a_request_comes_byte_for_byte(size: str, hosted: Hosted) -> None:
    text = streamed(hosted.root_url, mock_response=TEXT * 50, tokens_per_chunk=int(size))

    assert text == TEXT * 50


def test_a_paced_stream_comes_in_time_and_whole(hosted: Hosted) -> None:
    text = streamed(hosted.root_url, mock_response=TEXT, tokens_per_second=200, time_to_first_token=0.1)

    with client() as http:
        newest = http.get(hosted.root_url + "/mock/requests?limit=1").json()["requests"][0]
    assert text == TEXT
    assert newest["outcome"] == "completed"
    assert 0.1 <= newest["measured"]["time_to_first_token"] < 1
    assert newest["measured"]["tokens_per_second"] == pytest.approx(200, rel=0.5)


def test_an_answer_in_one_piece_tells_its_settings(hosted: Hosted) -> None:
    with client() as http:
        answer = http.post(hosted.root_url + "/v1/chat/completions", json={"messages": ask()["messages"]})

    assert answer.json()["choices"][0]["message"]["content"] == "From the environment."
    assert answer.headers["x-mock-tokens-per-second"] == "0"
    assert answer.headers["x-mock-time-to-first-token"] == "0"


def test_wrong_input_gets_the_error_object(hosted: Hosted) -> None:
    with client() as http:
        answers = [
            http.post(hosted.root_url + "/v1/chat/completions", json=ask(tokens_per_second=-1)),
            http.post(hosted.root_url + "/v1/chat/completions", content=b"{"),
            http.get(hosted.root_url + "/v1/nothing"),
            http.put(hosted.root_url + "/v1/models"),
        ]

    assert [answer.status_code for answer in answers] == [400, 400, 404, 405]
    assert all(answer.json()["error"].keys() == {"message", "type", "param", "code"} for answer in answers)


def test_a_client_that_goes_ends_its_stream(hosted: Hosted) -> None:
    slow = ask(stream=True, tokens_per_second=1, time_to_first_token=0)
    with client() as http, http.stream("POST", hosted.root_url + "/v1/chat/completions", json=slow) as answer:
        next(answer.iter_bytes())
        request_id = answer.headers["x-request-id"]

    def outcome() -> str:
        with client() as http:
            return str(http.get(f"{hosted.root_url}/mock/requests/{request_id}").json()["outcome"])

    assert wait_until(lambda: outcome() == "client gone"), outcome()


def test_live_settings_can_be_changed_where_there_is_one_process() -> None:
    with Hosted(tokens_per_second="7") as hosted, client() as http:
        before = http.get(hosted.root_url + "/mock/settings").json()

        changed = http.patch(hosted.root_url + "/mock/settings", json={"tokens_per_second": 8})

        assert before["tokens_per_second"] == 7
        assert changed.json()["tokens_per_second"] == 8
        assert http.get(hosted.root_url + "/mock/settings").json()["tokens_per_second"] == 8


def test_a_profile_and_a_key_come_from_the_environment_and_several_workers_are_minded() -> None:
    with Hosted(profile="painful", api_key="sk-1", workers="2") as hosted, client() as http:
        settings = http.get(hosted.root_url + "/mock/settings").json()
        refused = http.patch(hosted.root_url + "/mock/settings", json={"tokens_per_second": 8})
        without_key = http.get(hosted.root_url + "/v1/models")

        assert settings["tokens_per_second"] == 0.6
        assert refused.status_code == 409
        assert without_key.status_code == 401


def test_a_signal_ends_it_and_its_tokenizer() -> None:
    with Hosted() as hosted:
        assert hosted.root_url
        below = children(hosted.pid)

        hosted.signal(signal.SIGTERM)
        code = hosted.wait()

        assert code in (0, -signal.SIGTERM)  # uvicorn raises the signal once more when it is done
        assert len(below) == 1
        assert wait_until(lambda: not any(is_running(pid) for pid in below))
        assert "Traceback" not in hosted.err.whole()


def test_importing_the_app_starts_nothing() -> None:
    code = "import mockpanel.asgi, threading; print(threading.active_count(), type(mockpanel.asgi.app).__name__)"

    result = run([sys.executable, "-c", code])

    assert (result.returncode, result.stdout, result.stderr) == (0, "1 MockApp\n", "")


def test_a_wrong_setting_in_the_environment_is_told_by_its_name() -> None:
    result = run(UVICORN, {"MOCKPANEL_TOKENS_PER_SECOND": "fast"})

    assert result.returncode != 0
    assert 'tokens_per_second must be a number between 0 and 100000, got "fast"' in result.stderr


def test_it_runs_on_another_event_loop_and_http_parser() -> None:
    with Hosted("--loop", "asyncio", "--http", "h11", tokens_per_second="0", time_to_first_token="0") as hosted:
        text = streamed(hosted.root_url, mock_response=TEXT)

        assert text == TEXT
