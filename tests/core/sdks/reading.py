"""Snippets read as source text, and what the libraries themselves take."""

from __future__ import annotations

import ast
import inspect
import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from mockpanel.core.snippets import Snippet, snippet
from tests.core.records import BASE_URL, record_of

NODE = shutil.which("node")


def python(path: str, body: dict[str, Any], **changes: Any) -> str:
    """The Python snippet of a request, which is Python at least."""
    source = snippet(Snippet.PYTHON, record_of(path=path, body=json.dumps(body), **changes), BASE_URL)
    compile(source, "snippet", "exec")
    return source


def javascript(path: str, body: dict[str, Any], **changes: Any) -> str:
    """The JavaScript snippet of a request, which Node can read where there is one."""
    source = snippet(Snippet.JAVASCRIPT, record_of(path=path, body=json.dumps(body), **changes), BASE_URL)
    if NODE is not None:
        subprocess.run(
            [NODE, "--check", "--input-type=module"], input=source, text=True, capture_output=True, check=True
        )
    return source


def arguments(source: str, call: int = -1) -> dict[str, Any]:
    """The named arguments of one of the calls that a Python snippet keeps the value of."""
    kept = [node.value for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    found = kept[call]
    assert isinstance(found, ast.Call)
    return {word.arg: ast.literal_eval(word.value) for word in found.keywords if word.arg}


def parameters(call: Callable[..., Any]) -> set[str]:
    """The names that a library's call takes."""
    return set(inspect.signature(call).parameters)
