"""How a setting is written down, and the characters that the texts of settings may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from mockpanel.core.errors import InvalidValue
from mockpanel.core.fields import header_text, setting, whole_characters
from tests.core.texts import TEXTS

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))


class Speeds(BaseModel):
    """A model of one setting."""

    speed: float = setting(15.0, label="Speed", unit="tokens/s", text="How fast it goes.", ge=0, le=100)


def test_a_setting_carries_its_default_its_limits_and_what_a_form_shows() -> None:
    field = Speeds.model_fields["speed"]

    assert Speeds().speed == 15
    assert field.description == "How fast it goes."
    assert field.json_schema_extra == {"label": "Speed", "unit": "tokens/s"}
    assert Speeds(speed=100).speed == 100
    with pytest.raises(ValidationError):
        Speeds(speed=100.1)


@given(TEXTS)
def test_a_text_that_utf8_can_carry_is_itself(text: str) -> None:
    assert whole_characters("host", text) == text


@given(TEXTS, st.integers(0xD800, 0xDFFF), TEXTS)
def test_half_of_a_pair_is_refused_with_its_number_and_place(before: str, half: int, behind: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        whole_characters("host", before + chr(half) + behind)

    place = f"got a lone surrogate (U+{half:04X}) at character {len(before)}"
    assert str(caught.value) == f"host must be valid Unicode, {place}"
    assert caught.value.field == "host"


@given(PRINTABLE)
def test_a_secret_that_a_header_can_carry_is_itself(secret: str) -> None:
    assert header_text("api_key", secret) == secret


@given(PRINTABLE.filter(lambda text: len(text) > 3), st.sampled_from("\r\n\t\x00\x7f\x80é漢\U0010ffff\ud83d"))
def test_any_other_secret_is_refused_and_not_shown(secret: str, wrong: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        header_text("key", secret + wrong)

    shown = {
        "key must hold printable ASCII characters only, as HTTP headers do",
        f"key must be valid Unicode, got a lone surrogate (U+D83D) at character {len(secret)}",
    }
    assert str(caught.value) in shown
    assert caught.value.field == "key"
