"""Which tokenizer encodings exist, what models they belong to, and where their bundled data lies.

Knows names and files only; loading one is mockpanel.core.tokens' work, in a process of its own.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import tiktoken.load
from tiktoken.model import MODEL_TO_ENCODING, encoding_name_for_model
from tiktoken.registry import list_encoding_names

from mockpanel.core.errors import InvalidValue
from mockpanel.core.sentences import show

BUNDLED = Path(str(files("mockpanel") / "resources" / "encodings"))
"""tiktoken's own cache format: file name = sha1 of the data's address; contents checked by tiktoken's sha256."""

LONGEST_MODEL_NAME = 200
_MODEL_NAME = re.compile(r"[\w.:/@+-]{1,200}", re.ASCII)


def encoding_names() -> list[str]:
    """All of tiktoken's encodings, those of its plug-ins included."""
    return sorted(list_encoding_names())


def model_names() -> list[str]:
    """The models that tiktoken knows by their full name."""
    return list(MODEL_TO_ENCODING)


@lru_cache(maxsize=256)
def encoding_name(name: str) -> str:
    """The encoding of a model (`gpt-4o`) or the encoding itself (`o200k_base`).

    Raises InvalidValue, with the nearest known names, for any other name.
    """
    if name in list_encoding_names():
        return name
    try:
        if not _MODEL_NAME.fullmatch(name):  # tiktoken takes gpt-4- and anything behind it, line ends too
            raise KeyError(name)
        return encoding_name_for_model(name)
    except KeyError:
        known = [*MODEL_TO_ENCODING, *list_encoding_names()]
        near = difflib.get_close_matches(name[:LONGEST_MODEL_NAME], known, n=3) or [
            "gpt-4",
            "gpt-4o",
            "cl100k_base",
            "o200k_base",
        ]
        raise InvalidValue(
            "tokenizer_model",
            f"tokenizer_model must be a model or encoding that tiktoken knows (such as {', '.join(near)}), "
            f"got {show(name)}",
        ) from None


def use_bundled_encodings() -> None:
    """Makes tiktoken read vocabularies from the bundle and never from the network, and never write one.

    tiktoken 0.14 gets all of its data through `tiktoken.load.read_file_cached`; this stands in its place. A user's own
    TIKTOKEN_CACHE_DIR comes first, where it holds the right data.
    """
    setattr(tiktoken.load, "read_file_cached", _read_vocabulary)  # noqa: B010 - its parameters are named otherwise


def _read_vocabulary(address: str, expected_sha256: str | None = None) -> bytes:
    name = hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()
    own = os.environ.get("TIKTOKEN_CACHE_DIR")
    places = [Path(own) / name] if own else []
    places.append(BUNDLED / name if "://" in address else Path(address))
    for place in places:
        with contextlib.suppress(OSError):
            data = place.read_bytes()
            if expected_sha256 in (None, hashlib.sha256(data).hexdigest()):
                return data
    raise InvalidValue("tokenizer_model", f"the vocabulary {address} is not bundled, and nothing is ever downloaded")
