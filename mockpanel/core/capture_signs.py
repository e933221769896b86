"""Whether a file means to be a recorded answer, and no text to answer with, by its beginning. Opens no file."""

from __future__ import annotations

import re

from mockpanel.core.capture_file import has_header
from mockpanel.core.import_trace import LOOKED_AT, is_trace
from mockpanel.core.stamps import STAMP

ENDINGS = (".jsonl", ".har")
"""Files called so are nothing else."""

MOST_BYTES = 4 * LOOKED_AT
"""So much of a file is enough to tell."""

_STAMPED_EVENT = re.compile(rf"^\s*[\[(<]?(?:{STAMP})[\])>]?\s*(?:data|event):\s", re.MULTILINE)
_STAMP_COMMENT = re.compile(rf"^:\s*(?:t|time|at|seconds)\s*=\s*(?:{STAMP})\s*$", re.MULTILINE)
_ARCHIVE = re.compile(r"""\s*\{\s*"log"\s*:\s*\{""")
_RECORD = re.compile(r"""\s*\{\s*"(?:id|request_id|number)"\s*:.*"ledger"\s*:""", re.DOTALL)


def is_recorded(ending: str, beginning: bytes) -> bool:
    """Whether a file of this ending, such as .txt, holds times and texts, as far as its beginning says."""
    if ending.lower() in ENDINGS:
        return True
    text = beginning[:MOST_BYTES].decode("utf-8-sig", "ignore")
    signs = (_STAMPED_EVENT.search, _STAMP_COMMENT.search, _ARCHIVE.match, _RECORD.match)
    return has_header(text.partition("\n")[0]) or is_trace(text) or any(found(text) for found in signs)
