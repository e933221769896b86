"""Ollama's models: /api/tags, ps, show and version (Ollama API reference). One model is always loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

VERSION = "0.13.0"
"""The version of Ollama that clients are told; some ask for a least one before they talk."""

MODIFIED_AT = "2026-01-15T09:30:00Z"
NEVER = "2318-01-01T00:00:00Z"
"""When a model expires that is kept for ever."""

SIZE_BYTES = 4_661_224_676
CONTEXT_TOKENS = 131_072
CAPABILITIES = ["completion", "tools", "thinking", "vision"]
DETAILS: dict[str, Any] = {
    "parent_model": "",
    "format": "gguf",
    "family": "mock",
    "families": ["mock"],
    "parameter_size": "8.0B",
    "quantization_level": "Q4_0",
}


def version() -> dict[str, Any]:
    """The version."""
    return {"version": VERSION}


def tags(names: Iterable[str]) -> dict[str, Any]:
    """The models that there are."""
    return {"models": [{**_model(name), "modified_at": MODIFIED_AT} for name in names]}


def running(names: Iterable[str]) -> dict[str, Any]:
    """The models that are loaded."""
    loaded = {"expires_at": NEVER, "size_vram": SIZE_BYTES, "context_length": CONTEXT_TOKENS}
    return {"models": [{**_model(name), **loaded} for name in names]}


def shown(name: str) -> dict[str, Any]:
    """What is known of one model."""
    return {
        "license": "",
        "modelfile": f"FROM {name}\n",
        "parameters": f"num_ctx {CONTEXT_TOKENS}",
        "template": "{{ .Prompt }}",
        "details": DETAILS,
        "model_info": {
            "general.architecture": "mock",
            "general.basename": name,
            "general.parameter_count": 8_030_261_248,
            "mock.context_length": CONTEXT_TOKENS,
            "mock.embedding_length": 4096,
        },
        "capabilities": CAPABILITIES,
        "modified_at": MODIFIED_AT,
    }


def _model(name: str) -> dict[str, Any]:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return {"name": name, "model": name, "size": SIZE_BYTES, "digest": digest, "details": DETAILS}
