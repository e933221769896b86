"""The front door: every setting has a flag that explains itself, and what cannot be is refused with one sentence."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockpanel import __version__, headless
from mockpanel.cli import has_display, main, make_parser
from mockpanel.core.errors import StartError
from mockpanel.core.sentences import number
from mockpanel.core.settings import SPECS, Settings, Spec
from mockpanel.launch import settle
from tests.processes import run, run_mockpanel

NUMBERS = [spec for spec in SPECS.values() if spec.kind in (int, float)]
SWITCHES = [spec for spec in SPECS.values() if spec.kind is bool]
BAD_TEXTS = {
    "mock_response": ("\udcff", "valid Unicode"),
    "tokenizer_model": ("no-such-tokenizer", "tiktoken"),
    "api_key": ("\udcff", "valid Unicode"),
    "capture_from": ("api.openai.com", "base URL"),
    "capture_api_key": ("\udcff", "valid Unicode"),
    "mock_models": ("painful", "like mock-a=PROFILE"),
    "jitter_distribution": ("even", "uniform, normal, log_normal or gamma"),
    "mock_reasoning": ("\udcff", "valid Unicode"),
    "replay": ("\udcff", "valid Unicode"),
    "replay_mode": ("backwards", "own_text, repeat or resample"),
    "mock_tool_calls": ("{", "a JSON list of objects"),
    "mock_refusal": ("\udcff", "valid Unicode"),
    "mock_citations": ("3", "a list"),
    "mock_finish_reason": ("never", "auto, stop, length, tool_calls or content_filter"),
    "log_level": ("loud", "debug, info, warning"),
}
"""What the settings that are texts refuse, and a part of the sentence."""

ANY_TEXT = {"host"}
"""Whether an address is one of this machine's own shows only when the port is bound: exit code 1, not 2."""


class Front:
    """Stands in for the front end: takes down the settings that it was to run with."""

    def __init__(self) -> None:
        self.runs: list[Settings] = []

    def run(self, settings: Settings) -> int:
        """Runs nothing."""
        self.runs.append(settings)
        return 0


@pytest.fixture
def front(monkeypatch: pytest.MonkeyPatch) -> Front:
    """No server is started, and no setting comes from the user's own environment."""
    for spec in SPECS.values():
        monkeypatch.delenv(spec.variable, raising=False)
    for name in ("MOCKPANEL_PROFILE", "MOCKPANEL_MOCK_RESPONSE_FILE"):
        monkeypatch.delenv(name, raising=False)
    front = Front()
    monkeypatch.setattr(headless, "run", front.run)
    return front


def refused(front: Front, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The sentence with which a start is refused, which must be all that it prints."""
    try:
        code: object = main(["--no-gui", *arguments])
    except SystemExit as error:
        code = error.code
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert (code, out, front.runs) == (2, "", [])
    assert lines[0].startswith("mockpanel: ")
    assert lines[1:] in ([], ["Try 'mockpanel --help'."])
    return lines[0]


def numbers_out_of_bounds() -> Iterator[Any]:
    for spec in NUMBERS:
        assert spec.low is not None, spec.name
        assert spec.high is not None, spec.name
        step = 1 if spec.kind is int else 0.001
        texts = [str(spec.low - step), str(spec.high + step), "x", "", "nan", "inf", "1e999", "0x10", "1,5"]
        if spec.kind is int:
            texts = [str(int(spec.low) - 1), str(int(spec.high) + 1), "x", "", "1.5", "nan", "9" * 5000]
        yield from (pytest.param(spec, text, id=f"{spec.name}-{text[:12]}") for text in texts)


def help_of(text: str, flag: str) -> str:
    """What --help says of one flag, on one line."""
    paragraphs = re.split(r"\n(?=  -)", text)
    found = [part for part in paragraphs if re.match(rf"\s+{re.escape(flag)}(\s|$)", part)]
    assert len(found) == 1, flag
    return " ".join(found[0].split())


@pytest.fixture
def help_text(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "100")
    return make_parser().format_help()


@pytest.mark.parametrize("spec", list(SPECS.values()), ids=lambda spec: spec.name)
def test_every_setting_explains_its_flag_in_help_with_unit_bounds_and_default(spec: Spec, help_text: str) -> None:
    shown = help_of(help_text, spec.flag)

    assert spec.help in shown
    default = Settings.model_fields[spec.name].default
    if spec.kind is bool:
        assert f"default {str(default).lower()}" in shown
        return
    assert spec.unit in shown
    assert "default " in shown
    if spec.kind in (int, float):
        assert spec.low is not None
        assert spec.high is not None
        assert f"{number(spec.low)} to {number(spec.high)} {spec.unit}" in shown
        assert f"default {default:g}" in shown or f"default {default}" in shown
    elif not isinstance(default, str):
        assert "default empty" in shown
    else:
        assert f"default {str(default) or 'empty'}" in shown


@pytest.mark.parametrize("flag", ["--no-gui", "--profile", "--mock-response-file", "--version", "--help"])
def test_every_other_flag_explains_itself_too(flag: str, help_text: str) -> None:
    shown = help_of(help_text.replace("-h, --help", "--help"), flag)

    assert len(shown.removeprefix(flag).split()) >= 4


def test_help_says_how_environment_and_profile_name_a_setting(help_text: str) -> None:
    shown = " ".join(help_text.split())

    assert "MOCKPANEL_TOKENS_PER_SECOND" in shown
    assert "tokens_per_second = 12" in shown
    assert "Flags beat environment beats profile beats the defaults" in shown


def test_help_never_shows_a_secret_default_as_an_object(help_text: str) -> None:
    assert "SecretStr" not in help_text
    assert "None" not in help_text


@pytest.mark.parametrize("command", [["-m", "mockpanel"], ["-c", "from mockpanel.cli import main; main()"]])
def test_version_is_printed_and_ends_at_once(command: list[str]) -> None:
    result = run([sys.executable, *command, "--version"])

    assert (result.returncode, result.stdout, result.stderr) == (0, f"mockpanel {__version__}\n", "")


@pytest.mark.parametrize("spec", NUMBERS, ids=lambda spec: spec.name)
def test_a_number_reaches_the_front_end_at_both_of_its_bounds(spec: Spec, front: Front) -> None:
    assert spec.low is not None
    assert spec.high is not None
    low, high = number(spec.low), number(spec.high)

    codes = [main(["--no-gui", spec.flag, low]), main(["--no-gui", spec.flag, high])]

    assert codes == [0, 0]
    assert [getattr(settings, spec.name) for settings in front.runs] == [spec.low, spec.high]


@pytest.mark.parametrize(("spec", "text"), list(numbers_out_of_bounds()))
def test_a_bad_number_exits_2_with_one_sentence_that_names_the_bounds(
    spec: Spec, text: str, front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    assert spec.low is not None
    assert spec.high is not None

    sentence = refused(front, capsys, f"{spec.flag}={text}")

    assert f"{spec.name} must be " in sentence
    assert f"between {number(spec.low)} and {number(spec.high)}, got " in sentence


@pytest.mark.parametrize("spec", [spec for spec in NUMBERS if spec.name != "seed"], ids=lambda spec: spec.name)
def test_a_negative_number_needs_no_equals_sign_to_be_refused_with_its_bounds(
    spec: Spec, front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    assert spec.low is not None
    assert spec.high is not None

    sentence = refused(front, capsys, spec.flag, "-3")

    assert f"{spec.name} must be between {number(spec.low)} and {number(spec.high)}, got -3" in sentence


@pytest.mark.parametrize("spec", SWITCHES, ids=lambda spec: spec.name)
def test_a_switch_has_a_flag_and_its_opposite(spec: Spec, front: Front) -> None:
    codes = [main(["--no-gui", spec.flag]), main(["--no-gui", "--no-" + spec.flag[2:]])]

    assert codes == [0, 0]
    assert [getattr(settings, spec.name) for settings in front.runs] == [True, False]


@pytest.mark.parametrize("spec", SWITCHES, ids=lambda spec: spec.name)
def test_a_switch_and_its_opposite_together_are_refused(
    spec: Spec, front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refused(front, capsys, spec.flag, "--no-" + spec.flag[2:])

    assert "not allowed with" in sentence


@pytest.mark.parametrize("spec", SWITCHES, ids=lambda spec: spec.name)
def test_a_bad_switch_in_the_environment_exits_2_with_one_sentence(
    spec: Spec, front: Front, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(spec.variable, "maybe")

    sentence = refused(front, capsys)

    assert sentence == f'mockpanel: {spec.name} must be true or false, got "maybe"'


@pytest.mark.parametrize("name", list(BAD_TEXTS))
def test_a_bad_text_exits_2_with_one_sentence(name: str, front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    text, part = BAD_TEXTS[name]

    sentence = refused(front, capsys, SPECS[name].flag, text)

    assert f"{name} must be " in sentence
    assert part in sentence


def test_every_setting_has_a_bad_value_in_these_tests() -> None:
    tested = {spec.name for spec in NUMBERS + SWITCHES} | BAD_TEXTS.keys() | ANY_TEXT

    assert tested == SPECS.keys()


@pytest.mark.parametrize("spec", NUMBERS, ids=lambda spec: spec.name)
def test_a_bad_number_in_the_environment_is_refused_in_the_same_words(
    spec: Spec, front: Front, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(spec.variable, "fast")

    sentence = refused(front, capsys)

    assert f"{spec.name} must be " in sentence
    assert sentence.endswith('got "fast"')


@pytest.mark.parametrize("flag", ["--bogus", "--token-per-second=3", "--tps=3", "extra", "-x"])
def test_an_unknown_argument_is_named_and_exits_2(flag: str, front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refused(front, capsys, flag)

    assert flag in sentence


def test_flags_are_not_guessed_from_their_beginnings(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refused(front, capsys, "--time", "3")

    assert "--time" in sentence


def test_a_flag_without_its_value_is_named(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refused(front, capsys, "--tokens-per-second")

    assert "--tokens-per-second" in sentence


def test_an_unknown_profile_is_refused_with_the_nearest_names(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refused(front, capsys, "--profile", "painfull")

    assert '"painfull"' in sentence
    assert "did you mean painful" in sentence


def test_a_profile_unlike_any_other_is_refused_with_the_built_in_names(
    front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refused(front, capsys, "--profile", "zzzzzz")

    assert "reading-pace" in sentence
    assert "painful" in sentence


def test_a_profile_name_longer_than_a_file_name_may_be_is_refused_like_any_other(
    front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refused(front, capsys, "--profile", "x" * 300)

    assert "profile" in sentence


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"tokens_per_second = = 3", "is not TOML: "),
        (b"tokens_per_second = 3\ntokens_per_second = 4", "is not TOML: "),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"token_per_second = 3", "token_per_second is not a setting; the settings are "),
        (b'tokens_per_second = "3"', "tokens_per_second must be a number between 0 and 100000"),
        (b"tokens_per_second = -1", "tokens_per_second must be between 0 and 100000, got -1"),
        (b"tokens_per_second = nan", "tokens_per_second must be between 0 and 100000, got NaN"),
        (b"time_to_first_token = 2026-01-01", "time_to_first_token must be a number between 0 and 600"),
        (b"[tokens_per_second]\nvalue = 3", "tokens_per_second must be a number between 0 and 100000, got an object"),
        (b'tokenizer_model = "no-such"', "tokenizer_model must be a model or encoding"),
        (b'about = "me"', "[about] must be a table"),
    ],
    ids=lambda value: value.decode("latin-1")[:30] if isinstance(value, bytes) else "",
)
def test_a_broken_profile_is_refused_with_its_name_and_what_is_wrong(
    content: bytes, part: str, tmp_path: Path, front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_bytes(content)

    sentence = refused(front, capsys, "--profile", str(profile))

    assert sentence.startswith(f"mockpanel: profile {profile}")
    assert part in sentence


def test_a_missing_profile_file_is_refused_with_its_name(
    tmp_path: Path, front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "none.toml"

    sentence = refused(front, capsys, "--profile", str(profile))

    assert sentence == f"mockpanel: profile {profile} cannot be read: No such file or directory"


def test_a_missing_response_file_is_refused_with_its_name(
    tmp_path: Path, front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "none.txt"

    sentence = refused(front, capsys, "--mock-response-file", str(file))

    assert sentence == f"mockpanel: mock_response_file {file} cannot be read: No such file or directory"


def test_a_folder_as_response_file_is_refused(tmp_path: Path, front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refused(front, capsys, "--mock-response-file", str(tmp_path))

    assert f"mock_response_file {tmp_path} cannot be read: " in sentence


def test_a_response_file_that_is_not_utf_8_is_refused(
    tmp_path: Path, front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes("schön".encode("latin-1"))

    sentence = refused(front, capsys, "--mock-response-file", str(file))

    assert sentence == f"mockpanel: mock_response_file {file} must be UTF-8 text"


def test_a_response_and_a_response_file_together_are_refused(
    tmp_path: Path, front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.txt"
    file.write_text("A", encoding="utf-8")

    sentence = refused(front, capsys, "--mock-response", "B", "--mock-response-file", str(file))

    assert sentence == "mockpanel: give either mock_response or mock_response_file, not both"


def test_a_response_file_is_taken_byte_for_byte(tmp_path: Path, front: Front) -> None:
    text = "\ufeffone\r\ntwo\rthree\n\x00 👩‍🚀 e\u0301 \u2028 \n\n"
    file = tmp_path / "answer.txt"
    file.write_bytes(text.encode())

    code = main(["--no-gui", "--mock-response-file", str(file)])

    assert code == 0
    assert front.runs[0].mock_response == text


def test_an_error_of_the_front_end_exits_1_with_its_sentence(
    front: Front, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_into_an_error(_settings: Settings) -> int:
        raise StartError("port 8000 on 127.0.0.1 is taken; choose another")

    monkeypatch.setattr(headless, "run", run_into_an_error)

    code = main(["--no-gui"])

    assert code == 1
    assert capsys.readouterr() == ("", "mockpanel: port 8000 on 127.0.0.1 is taken; choose another\n")


def test_the_exit_code_of_the_front_end_is_the_command_s_own(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headless, "run", lambda _settings: 130)

    code = main(["--no-gui"])

    assert code == 130


def test_a_value_that_begins_with_a_hyphen_is_taken_behind_an_equals_sign(front: Front) -> None:
    code = main(["--no-gui", "--mock-response=--- A list:\n- one"])

    assert code == 0
    assert front.runs[0].mock_response == "--- A list:\n- one"


def test_an_api_key_is_never_printed(front: Front, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = refused(front, capsys, "--api-key", "sk-secret", "--workers", "0")

    assert "sk-secret" not in sentence
    assert "sk-secret" not in repr(settle({"api_key": "sk-secret"}, {}))


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_found_where_the_platform_has_one(
    platform: str, variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, text in variables.items():
        monkeypatch.setenv(name, text)

    found = has_display()

    assert found is expected


def test_a_bad_value_exits_2_in_a_process_of_its_own_as_well() -> None:
    result = run_mockpanel("--no-gui", "--tokens-per-second=-3")

    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == "mockpanel: tokens_per_second must be between 0 and 100000, got -3\n"
