"""Ollama requests: the bodies of /api/chat and /api/generate (Ollama API reference)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.errors import InvalidValue
from mockpanel.core.literals import compact
from mockpanel.core.plan import Prompt
from mockpanel.core.sentences import show

TOKENS_PER_MESSAGE = 4
TOKENS_PER_REPLY = 4
"""What a chat template adds to the texts' own tokens: marks around the role and behind the text (Llama 3's)."""

TOKENS_PER_IMAGE = 576
"""What an image counts: 24 by 24 patches (LLaVA 1.5)."""


class OllamaModel(BaseModel):
    """An object of the API; unknown fields are welcome."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)


class OllamaOptions(OllamaModel):
    """How the answer is to be made. What only a real model has, such as num_ctx, is welcome and without effect."""

    num_predict: int | None = Field(None, description="End the answer after so many tokens; 0 and less is no limit.")
    stop: str | list[str] | None = Field(None, description="Strings before which the answer ends.")
    seed: int | None = Field(None, ge=-(2**63), lt=2**63)
    temperature: float | None = Field(None, ge=0)
    top_p: float | None = Field(None, ge=0, le=1)


class OllamaRequest(OllamaModel):
    """What chat and generate share."""

    model: str = Field(min_length=1, max_length=512, description="Any name; it is sent back in the answer.")
    stream: bool | None = Field(None, description="Send the answer line by line, unless false.")
    format: str | dict[str, Any] | None = Field(None, description="json, or a JSON schema that the answer fits.")
    options: OllamaOptions | None = None
    think: bool | Literal["high", "medium", "low"] | None = Field(
        None, description="Whether reasoning is sent, or how much; false leaves it out."
    )
    keep_alive: float | str | None = Field(None, description="How long a model stays loaded; 0 unloads it.")
    logprobs: bool | None = Field(None, description="Send log probabilities; they are made up.")
    top_logprobs: int | None = Field(None, ge=0, le=20, description="Candidates shown for each token.")

    @property
    def loads(self) -> bool:
        """Whether nothing is asked: the model is only to be loaded, or unloaded."""
        raise NotImplementedError

    @property
    def prompt(self) -> Prompt:
        """What counts, and the text that is echoed."""
        raise NotImplementedError

    @property
    def load_reason(self) -> str:
        """What a request does that asks nothing."""
        return "unload" if str(self.keep_alive) in ("0", "0.0", "0s", "0m", "0h") else "load"

    @property
    def stops(self) -> tuple[str, ...]:
        """The stop strings."""
        stop = self.options.stop if self.options is not None else None
        return (stop,) if isinstance(stop, str) else tuple(stop or ())

    @property
    def limit(self) -> int | None:
        """How many tokens are to be sent at most."""
        limit = self.options.num_predict if self.options is not None else None
        return limit if limit is not None and limit > 0 else None


class OllamaMessage(OllamaModel):
    """One message of the conversation."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str | None = None
    thinking: str | None = None
    images: list[str] | None = None
    tool_calls: list[dict[str, Any]] | None = None
    tool_name: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """What counts of it."""
        calls = compact(self.tool_calls) if self.tool_calls else ""
        return tuple(text for text in (self.role, self.content, self.thinking, self.tool_name, calls) if text)


class OllamaChatRequest(OllamaRequest):
    """The body of /api/chat; without messages it loads the model."""

    messages: list[OllamaMessage] | None = None
    tools: list[dict[str, Any]] | None = Field(None, description="Functions that the answer may call.")

    @property
    def loads(self) -> bool:
        """Without messages."""
        return not self.messages

    @property
    def prompt(self) -> Prompt:
        """The messages and tools; the last user message is echoed."""
        messages = self.messages or []
        texts = [text for message in messages for text in message.texts]
        tools = (compact(self.tools),) if self.tools else ()
        images = sum(len(message.images or ()) for message in messages)
        overhead = TOKENS_PER_MESSAGE * len(messages) + TOKENS_PER_REPLY + TOKENS_PER_IMAGE * images
        written = (message.content for message in reversed(messages) if message.role == "user")
        return Prompt((*texts, *tools), next(written, None) or "", overhead)


class OllamaGenerateRequest(OllamaRequest):
    """The body of /api/generate; without a prompt it loads the model."""

    prompt_text: str | None = Field(None, alias="prompt")
    suffix: str | None = None
    system: str | None = None
    template: str | None = None
    raw: bool | None = None
    context: list[int] | None = Field(None, description="The tokens of a former answer, to go on from.")
    images: list[str] | None = None

    @property
    def loads(self) -> bool:
        """Without a prompt, unless there are images to speak of."""
        return not self.prompt_text and not self.images

    @property
    def prompt(self) -> Prompt:
        """Prompt, suffix and, unless it is raw, the system's text; the prompt is echoed."""
        system = None if self.raw else self.system
        texts = tuple(text for text in (system, self.prompt_text, self.suffix) if text)
        template = 0 if self.raw else TOKENS_PER_MESSAGE * (2 if system else 1) + TOKENS_PER_REPLY
        images = TOKENS_PER_IMAGE * len(self.images or ())
        return Prompt(texts, self.prompt_text or "", template + images + len(self.context or ()))


def check_format(form: str | dict[str, Any] | None) -> None:
    """Raises InvalidValue for a format that is a word, but not json."""
    if isinstance(form, str) and form not in ("", "json"):
        raise InvalidValue("format", f"format must be json or a JSON schema, got {show(form)}")
