"""The settings of an even stream: its text, its tokens, its speed and its first token."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

from mockpanel.core.encodings import encoding_name
from mockpanel.core.fields import FASTEST_TOKENS_PER_SECOND, LONGEST_WAIT_S, setting, whole_characters

LARGEST_CHUNK_TOKENS = 10_000


def _null_is_unpaced(value: object) -> object:
    return 0 if value is None else value


class FeelSettings(BaseModel):
    """The text, its tokens, and an even stream of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    mock_response: str = setting(
        "",
        label="Response",
        unit="text",
        text="The answer, streamed byte for byte; empty as a default, the last user message is echoed.",
    )
    tokens_per_second: Annotated[float, BeforeValidator(_null_is_unpaced)] = setting(
        15.0,
        label="Speed",
        unit="tokens/s",
        text="Tokens a second after the first; 0 means unpaced, as fast as the client reads.",
        ge=0,
        le=FASTEST_TOKENS_PER_SECOND,
    )
    time_to_first_token: float = setting(
        0.2,
        label="First token",
        unit="s",
        text="Seconds from the end of the request to the first token.",
        ge=0,
        le=LONGEST_WAIT_S,
    )
    tokenizer_model: str = setting(
        "gpt-4",
        label="Tokenizer",
        unit="model or encoding name",
        text="The model or encoding whose tiktoken tokens are counted and streamed.",
    )
    tokens_per_chunk: int = setting(
        1,
        label="Chunk",
        unit="tokens",
        text="Tokens in one streamed chunk; never changes the rate.",
        ge=1,
        le=LARGEST_CHUNK_TOKENS,
    )
    simulate_latency: bool = setting(
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
