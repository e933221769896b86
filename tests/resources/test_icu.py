"""ICU's data: what is kept is kept byte for byte, in an order and at places where ICU finds it."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.packaging.icu import ALIGNMENT, is_kept, kept, pack

HEADER = struct.pack("<HBBHH4B", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0) + b"CmnD" + bytes(16)
CONTENTS = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("icudt73l/root.res", True),
        ("icudt73l/coll/ucadata.icu", True),
        ("icudt73l/nfc.nrm", True),
        ("icudt73l/de.res", False),
        ("icudt73l/coll/sv.res", False),
        ("icudt73l/brkitr/thaidict.dict", False),
        ("icudt73l/gb18030.cnv", False),
    ],
)
def test_locales_code_pages_and_dictionaries_are_not_kept(name: str, wanted: bool) -> None:
    assert is_kept(name) is wanted


@given(CONTENTS)
def test_what_is_packed_is_read_again(contents: list[bytes]) -> None:
    items = [(f"icudt73l/{number}.icu".encode(), content) for number, content in enumerate(contents)]

    header, found = kept(b"\x7fELF" + pack(HEADER, [*items, (b"icudt73l/zone/x.res", b"last")]))

    assert header == HEADER
    assert [name for name, _ in found] == [name for name, _ in items]
    # Up to the next item, which begins at a round place.
    assert all(
        data.rstrip(b"\xaa") == content.rstrip(b"\xaa") for (_, data), content in zip(found, contents, strict=True)
    )


@given(CONTENTS)
def test_every_item_begins_at_a_round_place(contents: list[bytes]) -> None:
    items = [(f"icudt73l/{number}.icu".encode(), content) for number, content in enumerate(contents)]

    table = pack(b"", items)

    starts = [struct.unpack_from("<II", table, 4 + 8 * number)[1] for number in range(len(items))]
    assert all(start % ALIGNMENT == 0 for start in starts)
    assert all(table[start:].startswith(content) for start, content in zip(starts, contents, strict=True))


def test_a_library_without_data_is_refused() -> None:
    with pytest.raises(ValueError, match="no ICU data"):
        kept(b"\x7fELF" + bytes(20) + b"CmnD" + bytes(40))
