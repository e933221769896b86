"""The settings: one name everywhere, each with unit, bounds, label and one sentence of help.

`StreamSettings` are the live defaults, which a request may override; `Settings` adds what is fixed at launch.
Flags, environment, profiles, headers, query, API docs, README and forms are all made from what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator

from mockpanel.core.encodings import encoding_name
from mockpanel.core.errors import InvalidValue
from mockpanel.core.refusals import bounds, refusal
from mockpanel.core.sentences import show

FASTEST_TOKENS_PER_SECOND = 100_000
LONGEST_WAIT_S = 600
LARGEST_CHUNK_TOKENS = 10_000
ENVIRONMENT_PREFIX = "MOCKPANEL_"

SomeModel = TypeVar("SomeModel", bound=BaseModel)


class LogLevel(StrEnum):
    """How much is printed; a line for each request from `info` on."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _setting(default: Any, *, label: str, unit: str, text: str, **limits: Any) -> Any:
    return Field(default, description=text, json_schema_extra={"label": label, "unit": unit}, **limits)


def _null_is_unpaced(value: object) -> object:
    return 0 if value is None else value


class StreamSettings(BaseModel):
    """How an answer is streamed: the live defaults, and what one request may override."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    mock_response: str = _setting(
        "",
        label="Response",
        unit="text",
        text="The answer, streamed byte for byte; empty as a default, the last user message is echoed.",
    )
    tokens_per_second: Annotated[float, BeforeValidator(_null_is_unpaced)] = _setting(
        15.0,
        label="Speed",
        unit="tokens/s",
        text="Tokens a second after the first; 0 means unpaced, as fast as the client reads.",
        ge=0,
        le=FASTEST_TOKENS_PER_SECOND,
    )
    time_to_first_token: float = _setting(
        0.2,
        label="First token",
        unit="s",
        text="Seconds from the end of the request to the first token.",
        ge=0,
        le=LONGEST_WAIT_S,
    )
    tokenizer_model: str = _setting(
        "gpt-4",
        label="Tokenizer",
        unit="model or encoding name",
        text="The model or encoding whose tiktoken tokens are counted and streamed.",
    )
    tokens_per_chunk: int = _setting(
        1,
        label="Chunk",
        unit="tokens",
        text="Tokens in one streamed chunk; never changes the rate.",
        ge=1,
        le=LARGEST_CHUNK_TOKENS,
    )
    simulate_latency: bool = _setting(
        True,
        label="Simulate latency",
        unit="true or false",
        text="Whether an answer that is not streamed waits as long as its stream would have taken.",
    )

    @field_validator("mock_response")
    @classmethod
    def _whole_characters(cls, text: str) -> str:
        return whole_characters("mock_response", text)

    @field_validator("tokenizer_model")
    @classmethod
    def _known_tokenizer(cls, name: str) -> str:
        encoding_name(name)
        return name

    @property
    def encoding(self) -> str:
        """The name of the tiktoken encoding that `tokenizer_model` stands for."""
        return encoding_name(self.tokenizer_model)

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """These settings with some replaced, all validated; raises InvalidValue and changes nothing."""
        if not changes:
            return self
        return validated(type(self), {**self.__dict__, **changes})


class Settings(StreamSettings):
    """All that can be set at launch: the first live defaults, and what stays fixed while the server runs."""

    host: str = _setting(
        "127.0.0.1",
        label="Host",
        unit="address",
        text="The address to listen on; anything but this machine's own is open to the network.",
    )
    port: int = _setting(
        8000, label="Port", unit="port number", text="The TCP port to listen on; 0 picks a free one.", ge=0, le=65535
    )
    workers: int = _setting(
        1,
        label="Workers",
        unit="processes",
        text="Processes that serve the port; with more than one, settings cannot change at run time "
        "and there is no common request log.",
        ge=1,
        le=64,
    )
    api_key: SecretStr = _setting(
        SecretStr(""),
        label="API key",
        unit="text",
        text="The key that clients must send; empty accepts any key, or none.",
    )
    strict_models: bool = _setting(
        False,
        label="Strict models",
        unit="true or false",
        text="Whether a model that GET /v1/models does not list is refused with 404.",
    )
    max_body_bytes: int = _setting(
        10 * 1024 * 1024,
        label="Largest body",
        unit="bytes",
        text="Request bodies beyond this size are refused with 413.",
        ge=1024,
        le=1024**3,
    )
    request_log_size: int = _setting(
        1000,
        label="Request log",
        unit="requests",
        text="How many of the latest requests are kept.",
        ge=1,
        le=100_000,
    )
    log_level: LogLevel = _setting(
        LogLevel.INFO,
        label="Log level",
        unit="debug, info, warning or error",
        text="How much is printed; a line for each request from info on.",
        strict=False,
    )

    @property
    def stream(self) -> StreamSettings:
        """The part that a request may override and that can change while the server runs."""
        return StreamSettings.model_construct(**{name: getattr(self, name) for name in STREAM_NAMES})

    @field_validator("host")
    @classmethod
    def _address(cls, host: str) -> str:
        return whole_characters("host", host)

    @field_validator("api_key", mode="before")
    @classmethod
    def _secret(cls, value: object) -> object:
        return SecretStr(whole_characters("api_key", value)) if isinstance(value, str) else value


STREAM_NAMES = tuple(StreamSettings.model_fields)


@dataclass(frozen=True, slots=True)
class Spec:
    """What is known of one setting, for flags, docs and forms."""

    name: str
    label: str
    unit: str
    help: str
    kind: type
    default: Any
    low: float | None
    high: float | None

    @property
    def flag(self) -> str:
        """The command-line flag: `--tokens-per-second`."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable: `MOCKPANEL_TOKENS_PER_SECOND`."""
        return ENVIRONMENT_PREFIX + self.name.upper()

    @property
    def header(self) -> str:
        """The request header: `X-Mock-Tokens-Per-Second`; the response's is `X-Mock-Response`."""
        return "X-Mock-" + self.name.removeprefix("mock_").replace("_", "-").title()


def specs(model: type[StreamSettings] = Settings) -> list[Spec]:
    """One Spec a setting, in the order of definition."""
    found = []
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        low, high = bounds(field.metadata)
        kind = get_args(field.annotation)[0] if get_args(field.annotation) else field.annotation
        assert isinstance(kind, type)
        found.append(
            Spec(name, str(extra["label"]), str(extra["unit"]), field.description or "", kind, field.default, low, high)
        )
    return found


SPECS = {spec.name: spec for spec in specs()}


def validated(model: type[SomeModel], values: Mapping[str, Any]) -> SomeModel:
    """The model made of the values; raises InvalidValue with one sentence."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise refusal(error, model) from None


_WHOLE_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,300}\s*")


def from_text(name: str, text: str) -> object:
    """A setting's value from the text of a flag, environment variable, header or query parameter.

    Only the type is read here; the bounds are checked with the other settings. Raises InvalidValue.
    """
    spec = SPECS[name]
    if spec.kind is bool:
        value = _BOOLEANS.get(text.strip().lower())
        if value is None:
            raise InvalidValue(name, f"{name} must be true or false, got {show(text)}")
        return value
    if spec.kind is LogLevel:
        return text.strip().lower()
    if spec.kind in (int, float):
        try:
            return int(text) if _WHOLE_NUMBER.fullmatch(text) else spec.kind(text)
        except ValueError:
            noun = "a whole number" if spec.kind is int else "a number"
            span = f" between {spec.low:.0f} and {spec.high:.0f}" if spec.low is not None else ""
            raise InvalidValue(name, f"{name} must be {noun}{span}, got {show(text)}") from None
    return text


_BOOLEANS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}


def whole_characters(field: str, text: str) -> str:
    """The text itself; raises InvalidValue where it holds half of a surrogate pair, which no UTF-8 can carry."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidValue(
            field,
            f"{field} must be valid Unicode, got a lone surrogate (U+{ord(text[error.start]):04X}) "
            f"at character {error.start}",
        ) from None
    return text
