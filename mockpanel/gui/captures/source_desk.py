"""Between record mode, its form and its sign; and one answer by hand. The key is handed on, and kept nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from mockpanel.core.base_urls import checked_base_url, cleartext_warning
from mockpanel.core.captures import Capture
from mockpanel.core.errors import CaptureError, InvalidValue, RequestRefused
from mockpanel.core.request_record import RequestRecord
from mockpanel.gui.state import CaptureChoices
from mockpanel.gui.widgets.capture_sign import CaptureSign
from mockpanel.gui.widgets.capture_source import CaptureSource
from mockpanel.server.asking import ask_once
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks
from mockpanel.server.upstream import Upstream

FIELD, LABEL = "capture_from", "API"


class SourceDesk(QObject):
    """What another program switches with PUT /mock/capture is shown too."""

    captured = Signal(str)
    """The name of a capture that record mode has saved."""
    came = Signal(object)
    """The Capture of an answer that was asked for by hand; it is not saved yet."""
    touched = Signal()
    """What is to be remembered is another."""

    def __init__(
        self, source: CaptureSource, sign: CaptureSign, services: Services, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._sign = sign
        self._services = services
        self._tasks = tasks
        self._url = ""
        self._asking: asyncio.Task[None] | None = None
        source.start_asked.connect(self.start)
        source.stop_asked.connect(self.stop)
        source.ask_asked.connect(self.ask)
        source.cancel_asked.connect(self.cancel)
        source.url_changed.connect(self._warn)
        sign.stop_asked.connect(self.stop)
        services.upstream.changed.connect(self._show)
        services.captured.connect(self._tell)

    def close(self) -> None:
        """Listens no longer."""
        self.cancel()
        self._services.upstream.changed.disconnect(self._show, missing_ok=True)
        self._services.captured.disconnect(self._tell, missing_ok=True)

    def resume(self, choices: CaptureChoices) -> None:
        """What was asked last time; record mode is only on where this start said so."""
        self._url = choices.url
        self._source.show_choices(choices.url, choices.model, choices.prompt)
        self._show()

    def choices(self) -> CaptureChoices:
        """What to remember: an address that was used, which holds no credentials, and never the key."""
        source = self._source
        return CaptureChoices(url=self._url, model=source.model.text(), prompt=source.prompt.text())

    def start(self, url: str, key: str) -> None:
        """Passes requests on to an API, or says in its place why not."""
        try:
            self._services.upstream.point(url, key.strip())
        except InvalidValue as error:
            self._source.show_error(_sentence(error))
        else:
            self._remember(self._services.upstream.base_url)

    def stop(self) -> None:
        """Answers requests here again."""
        self._services.upstream.switch_off()

    def ask(self, url: str, key: str, model: str, prompt: str) -> None:
        """Captures the answer to a prompt, whether or not record mode is on."""
        upstream = Upstream()
        try:
            upstream.point(url, key.strip())
        except InvalidValue as error:
            self._source.show_error(_sentence(error))
            return
        self._remember(upstream.base_url)
        self._source.show_asking(True, f"Waiting for the answer of {upstream.host} …")
        self._asking = self._tasks.start(self._ask(upstream, model, prompt), "capture one answer")

    def cancel(self) -> None:
        """Gives up waiting for it."""
        if self._asking is not None:
            self._asking.cancel()

    def show_records(self, records: Sequence[RequestRecord]) -> None:
        """Tells of a request that the API did not answer, or only in part."""
        for record in records:
            if self._services.upstream.on and record.captured_from and record.outcome.over and record.error:
                self._source.show_error(f"Request {record.number}: {record.error}")

    async def _ask(self, upstream: Upstream, model: str, prompt: str) -> None:
        error, capture = "", None
        try:
            capture = await ask_once(upstream, model, prompt)
        except (RequestRefused, CaptureError, InvalidValue) as refused:
            error = str(refused)
        finally:
            self._asking = None
            self._source.show_asking(False)
            await upstream.close()
        self._source.show_error(error)
        if capture is not None:
            self._show_came(capture)

    def _show_came(self, capture: Capture) -> None:
        self._source.show_asking(False, f"The answer of {capture.source} is captured.")
        self.came.emit(capture)

    def _show(self) -> None:
        upstream = self._services.upstream
        host = upstream.host if upstream.on else ""
        self._sign.show_host(host, upstream.warning)
        self._source.show_on(upstream.on, upstream.base_url, has_key=upstream.has_key)
        self._warn(self._source.url.text())

    def _warn(self, text: str) -> None:
        """Tells of an address that is not encrypted, once it is one; while it is used, the sign does."""
        try:
            warning = cleartext_warning(checked_base_url(FIELD, text))
            self._source.show_warning("" if self._services.upstream.on else warning)
        except InvalidValue:
            self._source.show_warning("")

    def _tell(self, name: str) -> None:
        self._sign.show_last(name if self._services.upstream.on else "")
        self._source.show_asking(self._asking is not None, f"“{name}” was captured last.")
        self.captured.emit(name)

    def _remember(self, url: str) -> None:
        self._url = url
        self.touched.emit()


def _sentence(error: InvalidValue) -> str:
    return str(error).replace(FIELD, LABEL, 1).replace("capture_api_key", "Key", 1)
