"""A small ICU data library for Qt on Linux: of 32 MB, 29 are locales, code pages and dictionaries that nothing reads.

Qt's own locale data lies in QtCore. Of ICU the app uses what sorts and compares
text, for which the root locale will do.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

MAGIC = b"\xda\x27"
FORM = b"CmnD"
"""The data format of a package of items (ICU, source/common/ucmndata.h)."""

KEPT_FOLDERS = {"coll": {"root.res", "ucadata.icu", "res_index.res", "pool.res"}, "brkitr": {"root.res"}}
KEPT = {"root.res", "res_index.res", "pool.res", "supplementalData.res", "likelySubtags.res", "keyTypeData.res"}
KEPT_ENDINGS = (".icu", ".nrm", ".spp", ".cfu")
SYMBOL = "icudt{version}_dat"
ALIGNMENT = 16

ASSEMBLER = """.section .rodata
.balign {alignment}
.globl {symbol}
.type {symbol}, @object
.size {symbol}, {size}
{symbol}:
.incbin "{file}"
.section .note.GNU-stack,"",@progbits
"""


def shrink(library: Path) -> bool:
    """Replaces libicudata.so.NN by one with the items that are kept; False where no compiler is there to make it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return False
    data = pack(*kept(library.read_bytes()))
    symbol = SYMBOL.format(version=library.name.rpartition(".")[2])
    with tempfile.TemporaryDirectory() as folder:
        (file := Path(folder) / "data").write_bytes(data)
        (source := Path(folder) / "data.s").write_text(
            ASSEMBLER.format(symbol=symbol, size=len(data), file=file, alignment=ALIGNMENT), encoding="utf-8"
        )
        options = ["-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-Wl,--build-id=none"]
        subprocess.run([compiler, *options, "-o", library, source], check=True)
    return True


def kept(library: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The package's header, and the names and contents of the items that the app needs."""
    form = library.index(FORM)
    start = form - 12
    if library[start + 2 : start + 4] != MAGIC:
        raise ValueError("there is no ICU data in this library")
    (header,) = struct.unpack_from("<H", library, start)
    table = start + header
    (count,) = struct.unpack_from("<I", library, table)
    places = [struct.unpack_from("<II", library, table + 4 + 8 * number) for number in range(count)]
    names = [library[table + name : library.index(b"\0", table + name)] for name, _ in places]
    ends = [data for _, data in places[1:]]
    # The last item has no successor that tells its end; it is none of those kept.
    items = [
        (name, library[table + data : table + end])
        for name, (_, data), end in zip(names, places, ends, strict=False)
        if is_kept(name.decode())
    ]
    return library[start:table], items


def is_kept(name: str) -> bool:
    """Whether the app needs an item, named icudt73l/folder/file."""
    *folders, file = name.split("/")[1:]
    if folders:
        return file in KEPT_FOLDERS.get(folders[0], ())
    return file in KEPT or file.endswith(KEPT_ENDINGS)


def pack(header: bytes, items: list[tuple[bytes, bytes]]) -> bytes:
    """A package of items, in the order of their names as ICU looks them up."""
    names_at = 4 + 8 * len(items)
    names = b"".join(name + b"\0" for name, _ in items)
    at = names_at + len(names)
    table, data = [struct.pack("<I", len(items))], b""
    name_at = names_at
    for name, content in items:
        data += b"\xaa" * (-(at + len(data)) % ALIGNMENT)
        table.append(struct.pack("<II", name_at, at + len(data)))
        name_at += len(name) + 1
        data += content
    return header + b"".join(table) + names + data
