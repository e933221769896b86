"""`mockpanel capture`: asks a real API once, shows what comes, and keeps what came when. Starts no server."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

from mockpanel.arguments import BAD_ARGUMENTS, FAILED, Parser, refuse
from mockpanel.capture_request import Answer, CaptureFailed, ask
from mockpanel.core import tokens
from mockpanel.core.base_urls import checked_base_url, cleartext_warning, host_of
from mockpanel.core.capture_figures import CaptureFigures, figures
from mockpanel.core.capture_file import capture_text
from mockpanel.core.capture_folder import CaptureFolder
from mockpanel.core.capture_names import checked_capture_name, proposed_name
from mockpanel.core.captures import Arrival, Capture
from mockpanel.core.encodings import encoding_name
from mockpanel.core.errors import CaptureError, InvalidValue
from mockpanel.core.fields import header_text, whole_characters
from mockpanel.core.files import write_whole
from mockpanel.core.profile_names import key
from mockpanel.core.sentences import counted, show

DEFAULT_MODEL = "gpt-4o-mini"
DEFAULT_PROMPT = "Write three short paragraphs about the sea."
DEFAULT_KEY_VARIABLE = "OPENAI_API_KEY"
DEFAULT_ENCODING = "o200k_base"


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be captured, and where to; all of it checked before anything is sent."""

    url: str
    prompt: str
    model: str
    name: str
    output: Path | None
    key: str
    key_sentence: str


def run(words: Sequence[str], environment: Mapping[str, str], folder: CaptureFolder | None = None) -> int:
    """Captures one answer; returns the exit code: 0, 1 if it failed or broke off, 2 for bad arguments."""
    folder = folder or CaptureFolder()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        order = _checked(make_parser().parse_args(words).__dict__, environment, folder)
    except (InvalidValue, CaptureError) as error:
        return refuse(error, BAD_ARGUMENTS)
    print(order.key_sentence, file=sys.stderr)
    if warning := cleartext_warning(order.url):
        print(f"mockpanel: {warning}", file=sys.stderr)
    try:
        answer = ask(order.url, order.model, order.prompt, order.key, Screen().show)
        print()
        capture = _capture(order, answer)
        place = _keep(order, capture, folder)
    except (CaptureFailed, InvalidValue, CaptureError, OSError) as error:
        return refuse(error, FAILED)
    print(_summary(figures(capture, lambda text: tokens.tokenize(text, _encoding(capture.model)))))
    print(f"kept as {place}")
    return refuse(answer.broken, FAILED) if answer.broken else 0


def make_parser() -> Parser:
    """The command's arguments."""
    parser = Parser(
        prog="mockpanel capture",
        description="Sends one streamed chat request to an OpenAI-compatible API and keeps what came when.",
        allow_abbrev=False,
    )
    parser.add_argument("url", metavar="URL", help="The API's base URL, such as https://api.openai.com/v1.")
    parser.add_argument("prompt", metavar="PROMPT", nargs="?", default=DEFAULT_PROMPT, help="What to ask.")
    parser.add_argument("--model", metavar="NAME", default=DEFAULT_MODEL, help=f"Default {DEFAULT_MODEL}.")
    parser.add_argument("--name", metavar="TEXT", default="", help="What the capture is called (default: model, time).")
    parser.add_argument("--output", metavar="FILE", help="A new file to write instead of keeping it by name.")
    parser.add_argument(
        "--api-key-env",
        metavar="VARIABLE",
        help=f"The environment variable that holds the key (default {DEFAULT_KEY_VARIABLE}).",
    )
    return parser


def _checked(words: Mapping[str, str | None], environment: Mapping[str, str], folder: CaptureFolder) -> _Order:
    """The arguments as an order; raises InvalidValue or CaptureError."""
    variable = words["api_key_env"] or DEFAULT_KEY_VARIABLE
    secret = environment.get(variable, "").strip()
    if words["api_key_env"] and not secret:
        raise InvalidValue("api_key_env", f"the environment variable {variable} of --api-key-env is not set")
    name = words["name"] and checked_capture_name(words["name"])
    if name and key(name) in map(key, folder.names()) and not words["output"]:
        raise CaptureError(f"the capture name {show(name)} is taken; choose another")
    output = Path(words["output"]) if words["output"] else None
    if output is not None and output.exists():
        raise CaptureError(f"{output} is there already; give another file")
    return _Order(
        url=checked_base_url("URL", words["url"] or ""),
        prompt=whole_characters("PROMPT", words["prompt"] or ""),
        model=whole_characters("model", words["model"] or ""),
        name=name or "",
        output=output,
        key=header_text(variable, secret),
        key_sentence=f"The key of {variable} is sent." if secret else f"No key is sent: {variable} is not set.",
    )


class Screen:
    """Shows chunks as they come, without what would steer the terminal, and reasoning apart from the answer."""

    def __init__(self) -> None:
        self._reasoning = False

    def show(self, arrival: Arrival) -> None:
        """One chunk."""
        apart = "\n\n" if self._reasoning and not arrival.reasoning else ""
        self._reasoning = arrival.reasoning
        sys.stdout.write(apart + "".join(each for each in arrival.text if each.isprintable() or each in "\n\t"))
        sys.stdout.flush()


def _capture(order: _Order, answer: Answer) -> Capture:
    began = datetime.fromtimestamp(answer.began_at).astimezone()
    name = order.name or proposed_name(answer.model or order.model, f"{began:%Y-%m-%d %H.%M.%S}")
    captured_at = began.isoformat(timespec="milliseconds")
    model = answer.model or order.model
    return Capture(name, tuple(answer.arrivals), model, host_of(order.url), captured_at, answer.broken)


def _keep(order: _Order, capture: Capture, folder: CaptureFolder) -> str:
    """Saves it; returns where."""
    if order.output is not None:
        data = capture_text(capture).encode()
        write_whole(order.output, data, 0o666)
        return str(order.output)
    return show((folder.save if order.name else folder.add)(capture).name)


def _encoding(model: str) -> str:
    try:
        return encoding_name(model)
    except InvalidValue:
        return DEFAULT_ENCODING


def _summary(found: CaptureFigures) -> str:
    rate = "-" if found.tokens_per_second is None else f"{found.tokens_per_second:.1f}"
    gaps = (("p50", found.gap_p50), ("p95", found.gap_p95), ("longest", found.gap_longest))
    shown = ", ".join(f"{name} {'-' if gap is None else f'{gap * 1000:.1f}'}" for name, gap in gaps)
    return (
        f"TTFT {found.time_to_first_token * 1000:.0f} ms, {counted(found.chunks, 'chunk')}, "
        f"{counted(found.tokens, 'token')}, {rate} tokens/s, {found.seconds:.2f} s; gaps in ms: {shown}"
    )
