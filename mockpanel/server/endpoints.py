"""The endpoints that FastAPI does not find by itself, as the OpenAPI description shows them; a row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mockpanel.core.settings import STREAM_NAMES
from mockpanel.wire.anthropic_request import CountRequest, MessagesRequest
from mockpanel.wire.gemini_embeddings import BatchEmbedContentsRequest, EmbedContentRequest
from mockpanel.wire.gemini_requests import CountTokensRequest, GenerateContentRequest
from mockpanel.wire.ollama_embeddings import OllamaEmbeddingsRequest, OllamaEmbedRequest
from mockpanel.wire.ollama_requests import OllamaChatRequest, OllamaGenerateRequest
from mockpanel.wire.openai_chat import ChatRequest
from mockpanel.wire.openai_completions import CompletionRequest
from mockpanel.wire.openai_embeddings import EmbeddingRequest
from mockpanel.wire.responses_request import ResponsesRequest

EVENTS = "text/event-stream"
LINES = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One that answers, and so takes the mock's extras; `streamed` is its stream's media type, empty without one."""

    path: str
    model: type[BaseModel]
    title: str
    tag: str = "OpenAI"
    streamed: str = EVENTS
    answer: str = "The answer; with `stream: true` as server-sent events."
    extras: tuple[str, ...] = STREAM_NAMES
    """The settings that it heeds."""


_GEMINI_MODEL = "/v1beta/models/{model}"
_BY_LINE = "The answer line by line; with `stream: false` in one piece."
_AS_ARRAY = "The answer as one JSON array; with `?alt=sse` as server-sent events."


def _vectors(path: str, model: type[BaseModel], title: str, tag: str = "OpenAI") -> Endpoint:
    """One that answers with vectors."""
    return Endpoint(path, model, title, tag, streamed="", answer="The vectors.")


ENDPOINTS = (
    Endpoint("/v1/chat/completions", ChatRequest, "Chat completions"),
    Endpoint("/v1/completions", CompletionRequest, "Legacy completions"),
    _vectors("/v1/embeddings", EmbeddingRequest, "Embeddings"),
    Endpoint("/v1/responses", ResponsesRequest, "Responses"),
    Endpoint("/v1/messages", MessagesRequest, "Messages", "Anthropic"),
    Endpoint(
        "/v1/messages/count_tokens",
        CountRequest,
        "Count the tokens of messages",
        "Anthropic",
        "",
        "How many tokens.",
        ("tokenizer_model",),
    ),
    Endpoint(
        f"{_GEMINI_MODEL}:generateContent", GenerateContentRequest, "Gemini content", "Gemini", "", "The whole answer."
    ),
    Endpoint(
        f"{_GEMINI_MODEL}:streamGenerateContent",
        GenerateContentRequest,
        "Gemini content streamed",
        "Gemini",
        answer=_AS_ARRAY,
    ),
    Endpoint(
        f"{_GEMINI_MODEL}:countTokens",
        CountTokensRequest,
        "Gemini token count",
        "Gemini",
        "",
        "How many tokens.",
        ("tokenizer_model",),
    ),
    _vectors(f"{_GEMINI_MODEL}:embedContent", EmbedContentRequest, "Gemini vector", "Gemini"),
    _vectors(f"{_GEMINI_MODEL}:batchEmbedContents", BatchEmbedContentsRequest, "Gemini vectors", "Gemini"),
    Endpoint("/api/chat", OllamaChatRequest, "Ollama chat", "Ollama", LINES, _BY_LINE),
    Endpoint("/api/generate", OllamaGenerateRequest, "Ollama text", "Ollama", LINES, _BY_LINE),
    _vectors("/api/embed", OllamaEmbedRequest, "Ollama vectors", "Ollama"),
    _vectors("/api/embeddings", OllamaEmbeddingsRequest, "Ollama vector", "Ollama"),
)


def _object(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(fields), "properties": fields}


_TEXT = {"type": "string"}
_DETAILS = {"type": "array", "items": {"type": "object"}}
_GOOGLE = {"code": {"type": "integer"}, "message": _TEXT, "status": _TEXT}
ERRORS: dict[str, dict[str, Any]] = {
    "Anthropic": _object(type={"const": "error"}, error=_object(type=_TEXT, message=_TEXT), request_id=_TEXT),
    "Gemini": _object(
        error={"type": "object", "required": list(_GOOGLE), "properties": {**_GOOGLE, "details": _DETAILS}}
    ),
    "Ollama": _object(error=_TEXT),
}
"""The errors of a tag's endpoints; of the others they are the OpenAI API's."""

PLAIN = (
    ("get", "/v1beta/models", "Gemini models"),
    ("get", _GEMINI_MODEL, "Gemini model"),
    ("get", "/api/tags", "Ollama models"),
    ("post", "/api/show", "Ollama model"),
    ("get", "/api/ps", "Ollama models that are loaded"),
    ("get", "/api/version", "Ollama version"),
)
"""Those that only tell something: method, path, and a title that begins with the protocol."""
