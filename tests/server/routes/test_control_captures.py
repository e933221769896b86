"""The control API switches record mode and keeps captures as files; the key goes in and never out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from mockpanel.core.capture_file import capture_text, parse_capture
from tests.core.captures import capture_of
from tests.running import RunningServer

KEY = "sk-a-secret-of-its-own"
FILE = capture_text(capture_of("Hel", "lo", name="Other", model="m"))


@pytest.fixture
def api(tunable: RunningServer) -> Iterator[httpx.Client]:
    """The control API of a server that is off and without captures."""
    with httpx.Client(base_url=tunable.root_url + "/mock", trust_env=False) as made:
        yield made
    tunable.call(tunable.services.upstream.switch_off)
    for path in tunable.services.captures.path.glob("*"):
        path.unlink()


def sentence(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["message"])


def test_record_mode_is_shown_switched_on_and_off(api: httpx.Client) -> None:
    before = api.get("/capture").json()
    on = api.put("/capture", json={"capture_from": "http://127.0.0.1:9/v1/", "capture_api_key": KEY}).json()
    again = api.put("/capture", json={"capture_from": "http://127.0.0.1:9/v2"}).json()
    off = api.delete("/capture").json()

    assert before == off == {"capture_from": "", "capture_api_key_set": False, "warning": None}
    assert on == {"capture_from": "http://127.0.0.1:9/v1", "capture_api_key_set": True, "warning": None}
    assert again == {"capture_from": "http://127.0.0.1:9/v2", "capture_api_key_set": True, "warning": None}


def test_cleartext_beyond_this_machine_is_warned_about(api: httpx.Client) -> None:
    shown = api.put("/capture", json={"capture_from": "http://api.example.org/v1"}).json()

    assert shown["warning"].startswith("http to api.example.org is not encrypted")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "capture_from must be a string, got null"),
        ({"capture_from": "nowhere"}, "capture_from must be a base URL such as https://api.openai.com/v1"),
        ({"capture_from": "http://127.0.0.1/", "capture_api_key": [KEY]}, "capture_api_key must be a string"),
        ({"capture_from": "http://127.0.0.1/", "capture_api_key": KEY + "é"}, "capture_api_key must hold printable"),
        ({"capture_from": f"http://u:{KEY}@127.0.0.1/"}, "capture_from must hold no user name or password"),
        ({"capture_from": "http://127.0.0.1/", "key": KEY}, '"key" is no field here'),
    ],
)
def test_what_cannot_be_is_refused_without_showing_a_key(api: httpx.Client, body: object, told: str) -> None:
    answer = api.put("/capture", json=body)

    assert answer.status_code == 400
    assert sentence(answer).startswith(told)
    assert KEY not in answer.text
    assert api.get("/capture").json()["capture_from"] == ""


def test_the_examples_are_listed_with_their_figures(api: httpx.Client) -> None:
    listed = api.get("/captures").json()

    names = [each["name"] for each in listed["captures"]]
    assert names == ["Claude-like cadence", "Clumped gateway", "Reasoning model", "Stalling laptop"]
    assert listed["broken"] == []
    assert listed["captures"][0]["built_in"] is True
    assert listed["captures"][0]["time_to_first_token"] == 1.0
    assert listed["captures"][0]["chunks"] == 281


@pytest.mark.parametrize("data", [FILE, '[0.5, "Hel"]\n[0.52, "lo"]\n'])
def test_a_file_is_kept_under_the_name_of_the_path_and_given_back(api: httpx.Client, data: str) -> None:
    put = api.put("/captures/My%20answer", content=data)
    got = api.get("/captures/my answer")

    assert put.json() == {**put.json(), "name": "My answer", "chunks": 2, "seconds": 0.52, "built_in": False}
    assert got.headers["content-type"].startswith("application/jsonl")
    assert parse_capture(got.text).arrivals == capture_of("Hel", "lo").arrivals
    assert parse_capture(got.text).name == "My answer"
    assert api.get("/captures").json()["captures"][0]["name"] == "My answer"


def test_a_capture_of_the_log_can_be_put_as_the_control_api_shows_it(api: httpx.Client, tunable: RunningServer) -> None:
    body = {"messages": [{"role": "user", "content": "Hi"}], "mock_response": "Hello there", "stream": True}
    httpx.post(tunable.base_url + "/chat/completions", json=body, trust_env=False)
    request_id = api.get("/requests").json()["requests"][0]["id"]

    put = api.put("/captures/logged", content=api.get(f"/requests/{request_id}").content)

    assert put.status_code == 200
    assert tunable.services.captures.find("logged").text == "Hello there"


@pytest.mark.parametrize("name", ["taken", "TAKEN", "reasoning model"])
def test_nothing_is_overwritten(api: httpx.Client, name: str) -> None:
    api.put("/captures/taken", content=FILE)

    answer = api.put(f"/captures/{name}", content=FILE)

    assert answer.status_code == 409
    assert "choose another" in sentence(answer)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", "the file holds no event with a text and a time"),
        ('{"mockpanel_capture": 1}\n{"seconds": -1}', "line 2: seconds must be a number between 0 and 86400, got -1"),
    ],
)
def test_a_file_that_is_no_capture_is_refused_with_its_line(api: httpx.Client, data: str, told: str) -> None:
    answer = api.put("/captures/mine", content=data)

    assert (answer.status_code, sentence(answer)) == (400, told)


def test_a_capture_is_deleted(api: httpx.Client) -> None:
    api.put("/captures/mine", content=FILE)

    listed = api.delete("/captures/mine").json()

    assert all(each["built_in"] for each in listed["captures"])
    assert api.get("/captures/mine").status_code == 404


@pytest.mark.parametrize(("method", "name"), [("GET", "none"), ("DELETE", "none"), ("DELETE", "Reasoning model")])
def test_what_is_not_there_or_not_the_user_s_own_is_told(api: httpx.Client, method: str, name: str) -> None:
    answer = api.request(method, f"/captures/{name}")

    assert answer.status_code == 404
    assert json.dumps(name) in sentence(answer)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/capture"), ("PUT", "/capture"), ("DELETE", "/capture"), ("GET", "/captures"), ("PUT", "/captures/a")],
)
def test_other_machines_and_foreign_pages_are_refused(api: httpx.Client, method: str, path: str) -> None:
    answer = api.request(method, path, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
