"""The prose has as many tokens as asked, by tiktoken's own count."""

import pytest
import tiktoken

from .naive import use_bundled_encodings
from .text import prose


@pytest.mark.parametrize("tokens", [1, 2, 12, 13, 501, 5000])
def test_prose_has_the_tokens_that_were_asked_for(monkeypatch: pytest.MonkeyPatch, tokens: int) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")
    use_bundled_encodings()

    assert len(tiktoken.encoding_for_model("gpt-4").encode(prose(tokens))) == tokens
