"""Requests of the Gemini API as calls of Google's genai libraries for Python and Node."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from mockpanel.core.literals import JAVASCRIPT, PYTHON, literal, parse_object, quoted
from mockpanel.core.sdks.request import PLACEHOLDER_KEY, SentRequest

_PATH = re.compile(r"/(?P<version>v1|v1beta|v1alpha)/models/(?P<model>[^/:]+):(?P<action>g|streamG)enerateContent")
_OWN_PARAMETERS = frozenset(("alt", "key"))
"""Of the query, what the libraries add themselves."""

CONFIG = frozenset(
    (
        *("systemInstruction", "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences"),
        *("responseLogprobs", "logprobs", "presencePenalty", "frequencyPenalty", "seed", "responseMimeType"),
        *("responseSchema", "responseJsonSchema", "safetySettings", "tools", "toolConfig", "labels", "cachedContent"),
        *("responseModalities", "mediaResolution", "speechConfig", "thinkingConfig"),
    )
)
"""What the libraries' config holds; in a body some of it stands in generationConfig. The rest goes beside it."""


class _Call(NamedTuple):
    """A request as the libraries see it."""

    version: str
    model: str
    streams: bool
    contents: Any
    config: dict[str, Any]
    extra: dict[str, Any]


def python(request: SentRequest) -> str | None:
    """A script; None where the library has no call for the request."""
    if (call := _call(request)) is None:
        return None
    options: dict[str, Any] = {"base_url": request.origin, "api_version": call.version}
    options |= {"headers": request.extra_headers} if request.extra_headers else {}
    options |= {"extra_body": call.extra} if call.extra else {}
    config = f"    config={literal(call.config, PYTHON, 1)},\n" if call.config else ""
    name = "generate_content_stream" if call.streams else "generate_content"
    shown = 'for chunk in answer:\n    print(chunk.text or "", end="", flush=True)\n'
    return (
        f"{request.comment('#')}from google import genai\n\n"
        f"client = genai.Client(\n    api_key={quoted(PLACEHOLDER_KEY)},\n"
        f"    http_options={literal(options, PYTHON, 1)},\n)\n"
        f"answer = client.models.{name}(\n    model={quoted(call.model)},\n"
        f"    contents={literal(call.contents, PYTHON, 1)},\n{config})\n"
        f"{shown if call.streams else 'print(answer.text)' + chr(10)}"
    )


def javascript(request: SentRequest) -> str | None:
    """A module; None where the library has no call for the request."""
    if (call := _call(request)) is None:
        return None
    options: dict[str, Any] = {"baseUrl": request.origin, "apiVersion": call.version}
    options |= {"headers": request.extra_headers} if request.extra_headers else {}
    config = call.config | ({"httpOptions": {"extraBody": call.extra}} if call.extra else {})
    document = {"model": call.model, "contents": call.contents} | ({"config": config} if config else {})
    made = {"apiKey": PLACEHOLDER_KEY, "httpOptions": options}
    name = "generateContentStream" if call.streams else "generateContent"
    shown = 'for await (const chunk of answer) process.stdout.write(chunk.text ?? "");\n'
    return (
        f'{request.comment("//")}import {{ GoogleGenAI }} from "@google/genai";\n\n'
        f"const client = new GoogleGenAI({literal(made, JAVASCRIPT)});\n"
        f"const answer = await client.models.{name}({literal(document, JAVASCRIPT)});\n"
        f"{shown if call.streams else 'console.log(answer.text);' + chr(10)}"
    )


def _call(request: SentRequest) -> _Call | None:
    """The call; None for another path, and where the query holds what the libraries cannot send."""
    path, document = _PATH.fullmatch(request.path), parse_object(request.body)
    if request.record.method != "POST" or path is None or document is None:
        return None
    if "contents" not in document or request.parameters.keys() - _OWN_PARAMETERS:
        return None
    generation = document.pop("generationConfig", {})
    known = {name: value for name, value in document.items() if name in CONFIG}
    extra = {name: value for name, value in document.items() if name not in CONFIG and name != "contents"}
    if not isinstance(generation, dict) or not generation.keys() <= CONFIG:
        extra["generationConfig"] = generation
    else:
        known |= generation
    return _Call(path["version"], path["model"], path["action"] == "streamG", document["contents"], known, extra)
