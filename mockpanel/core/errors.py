"""The errors that mockpanel raises, each with a sentence that a user can act on.

MockpanelError
├── InvalidValue     a setting or field holds what it must not; names it, its bounds and the value
├── ProfileError     a profile cannot be found or read
├── LibraryError     a response cannot be found, named, kept or read
├── CaptureError     a capture cannot be named, kept or removed
├── StartError       the server cannot start: a taken port, an unreadable file
└── RequestRefused   a request cannot be answered; carries the HTTP status of the refusal
"""

from __future__ import annotations


class MockpanelError(Exception):
    """Root of the tree; `str(error)` is the sentence."""


class InvalidValue(MockpanelError, ValueError):
    """A value that is refused. `field` is the public name of the setting or body field, or None for a whole body."""

    def __init__(self, field: str | None, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class ProfileError(MockpanelError):
    """A profile that cannot be found, read or understood."""


class LibraryError(MockpanelError):
    """A response that cannot be found, named, kept or read."""


class CaptureError(MockpanelError):
    """A capture that cannot be named, kept or removed."""


class StartError(MockpanelError):
    """The server cannot start; the sentence names the way out."""


class RequestRefused(MockpanelError):
    """A request that gets an error answer: HTTP `status`, the offending `param`, a machine-readable `code`."""

    def __init__(
        self,
        sentence: str,
        *,
        status: int = 400,
        param: str | None = None,
        code: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.param = param
        self.code = code
        self.headers = headers or {}
