"""The main job: the official client streams a text, byte for byte."""

from __future__ import annotations

from openai import OpenAI

from tests.running import RunningServer

TEXT = "This is streamed ✅ 👩‍🚀 漢字\r\nDone."


def test_openai_client_streams_the_text_byte_for_byte(server: RunningServer) -> None:
    client = OpenAI(base_url=server.base_url, api_key="test")

    with client.chat.completions.create(
        model="mock-gpt4",
        messages=[{"role": "user", "content": "ignored"}],
        stream=True,
        extra_body={"mock_response": TEXT},
    ) as stream:
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    client.close()

    assert text == TEXT
