"""How a body becomes a typed request, whatever the protocol."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict, Field

from mockpanel.core.errors import InvalidValue
from mockpanel.wire.bodies import body_itself, understood


class Request(BaseModel):
    model_config = ConfigDict(strict=True)

    count: int = Field(1, ge=1, le=8)


def test_a_proper_body_becomes_a_typed_request() -> None:
    assert understood(Request, {"count": 3}).count == 3


def test_what_is_wrong_is_named_with_its_bounds_and_its_value() -> None:
    with pytest.raises(InvalidValue, match="count must be between 1 and 8, got 9") as raised:
        understood(Request, {"count": 9})

    assert raised.value.field == "count"


def test_settings_stand_among_a_body_s_own_fields() -> None:
    body = {"seed": 1}

    assert body_itself(body) is body
