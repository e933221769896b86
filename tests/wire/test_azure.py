"""Under Azure's paths the deployment is the model."""

from __future__ import annotations

import pytest

from mockpanel.core.errors import InvalidValue
from mockpanel.wire import openai_chat, openai_completions, openai_embeddings
from mockpanel.wire.azure import deployed
from mockpanel.wire.face import Face, Where

WHERE = Where({"deployment": "mine"}, {"api-version": "2024-10-21"})
BODY = {"model": "other", "messages": [{"role": "user"}], "input": "Hi"}


@pytest.mark.parametrize("face", [openai_chat.FACE, openai_completions.FACE, openai_embeddings.FACE], ids=range(3))
def test_the_deployment_is_the_model_whatever_the_body_says(face: Face) -> None:
    assert deployed(face).parse(BODY, WHERE).model == "mine"
    assert deployed(face).voice is face.voice


def test_what_is_wrong_is_refused_all_the_same() -> None:
    with pytest.raises(InvalidValue, match="messages is required"):
        deployed(openai_chat.FACE).parse({}, WHERE)
