"""The settings: one name everywhere, each with unit, bounds, label and one sentence of help.

`StreamSettings` are the live defaults, which a request may override; `Settings` adds what is fixed at launch.
Flags, environment, profiles, headers, query, API docs, README and forms are all made from what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self, TypeVar, get_origin

from pydantic import BaseModel, SecretStr, ValidationError, field_validator

from mockpanel.core.base_urls import checked_base_url
from mockpanel.core.encodings import encoding_name
from mockpanel.core.errors import InvalidValue
from mockpanel.core.fields import header_text, setting, whole_characters
from mockpanel.core.refusals import bounds, refusal
from mockpanel.core.replay_settings import ReplaySettings
from mockpanel.core.sentences import number, show
from mockpanel.core.stand_ins import stand_ins

ENVIRONMENT_PREFIX = "MOCKPANEL_"

SomeModel = TypeVar("SomeModel", bound=BaseModel)


class LogLevel(StrEnum):
    """How much is printed; a line for each request from `info` on."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class StreamSettings(ReplaySettings):
    """How an answer is streamed: the live defaults, and what one request may override."""

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

    host: str = setting(
        "127.0.0.1",
        label="Host",
        unit="address",
        text="The address to listen on; anything but this machine's own is open to the network.",
    )
    port: int = setting(
        8000, label="Port", unit="port number", text="The TCP port to listen on; 0 picks a free one.", ge=0, le=65535
    )
    workers: int = setting(
        1,
        label="Workers",
        unit="processes",
        text="Processes that serve the port; with more than one, settings cannot change at run time "
        "and there is no common request log.",
        ge=1,
        le=64,
    )
    api_key: SecretStr = setting(
        SecretStr(""),
        label="API key",
        unit="text",
        text="The key that clients must send; empty accepts any key, or none.",
    )
    capture_from: str = setting(
        "",
        label="Capture from",
        unit="base URL",
        text="Requests are passed on to the API at this base URL, and its answers captured; empty answers them here.",
    )
    capture_api_key: SecretStr = setting(
        SecretStr(""),
        label="Capture key",
        unit="text",
        text="The key that is sent to the API at capture_from; empty passes on the client's own.",
    )
    strict_models: bool = setting(
        False,
        label="Strict models",
        unit="true or false",
        text="Whether a model that GET /v1/models does not list is refused with 404.",
    )
    mock_models: str = setting(
        "",
        label="Mock models",
        unit="mock-a=PROFILE, mock-b=PROFILE",
        text="Which profiles the models mock-a to mock-z stand for.",
    )
    max_body_bytes: int = setting(
        10 * 1024 * 1024,
        label="Largest body",
        unit="bytes",
        text="Request bodies beyond this size are refused with 413.",
        ge=1024,
        le=1024**3,
    )
    request_log_size: int = setting(
        1000,
        label="Request log",
        unit="requests",
        text="How many of the latest requests are kept.",
        ge=1,
        le=100_000,
    )
    log_level: LogLevel = setting(
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

    @field_validator("mock_models")
    @classmethod
    def _stand_ins(cls, text: str) -> str:
        stand_ins(text)
        return text

    @field_validator("api_key", mode="before")
    @classmethod
    def _secret(cls, value: object) -> object:
        return SecretStr(whole_characters("api_key", value)) if isinstance(value, str) else value

    @field_validator("capture_from")
    @classmethod
    def _upstream(cls, url: str) -> str:
        return checked_base_url("capture_from", url) if url.strip() else ""

    @field_validator("capture_api_key", mode="before")
    @classmethod
    def _upstream_key(cls, value: object) -> object:
        return SecretStr(header_text("capture_api_key", value)) if isinstance(value, str) else value


STREAM_NAMES = tuple(StreamSettings.model_fields)
TEXT_NAMES = ("mock_response", "mock_tool_calls", "mock_refusal", "mock_citations", "mock_reasoning")
"""Settings that may be long: what is answered, and not how."""


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
    def choices(self) -> tuple[str, ...]:
        """The values that it may have, where they are words of a list."""
        return tuple(map(str, self.kind)) if issubclass(self.kind, StrEnum) else ()

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
        kind = get_origin(field.annotation) or field.annotation
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
    if spec.choices:
        return text.strip().lower()
    if spec.kind in (int, float):
        try:
            return int(text) if _WHOLE_NUMBER.fullmatch(text) else spec.kind(text)
        except ValueError:
            noun = "a whole number" if spec.kind is int else "a number"
            span = (
                f" between {number(spec.low)} and {number(spec.high)}"
                if spec.low is not None and spec.high is not None
                else ""
            )
            raise InvalidValue(name, f"{name} must be {noun}{span}, got {show(text)}") from None
    return text


_BOOLEANS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
