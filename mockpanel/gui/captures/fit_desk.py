"""Between the fit of the chosen capture and what becomes of it: settings, or a profile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from mockpanel.core.capture_folder import Kept
from mockpanel.core.capture_words import origin
from mockpanel.core.captures import Capture
from mockpanel.core.fit_words import whole_changes
from mockpanel.core.fitting import Fit, fit
from mockpanel.gui.captures.fitter import Fitter
from mockpanel.gui.profiles import Profiles
from mockpanel.gui.settings_edits import edit_settings
from mockpanel.gui.undo_notice import UndoNotice
from mockpanel.gui.widgets.capture_detail import CaptureDetail
from mockpanel.server.services import Services
from mockpanel.server.tasks import Tasks


class FitDesk(QObject):
    """A fit is of the capture that was chosen when it was asked for; another choice gives it up."""

    def __init__(
        self,
        detail: CaptureDetail,
        chosen: Callable[[], Kept | None],
        services: Services,
        profiles: Profiles,
        told: UndoNotice,
        tasks: Tasks,
    ) -> None:
        super().__init__(detail)
        self._detail = detail
        self._chosen = chosen
        self._store = services.store
        self._tokenize = services.tokenizer.tokenize
        self._profiles = profiles
        self._told = told
        self._tasks = tasks
        self._capture: Capture | None = None
        self._fit: Fit | None = None
        self.fitter = Fitter(self)
        self.fitter.made.connect(self._show)
        self.fitter.refused.connect(detail.fit.show_nothing)
        detail.fit_asked.connect(self.begin)
        detail.fit.use_asked.connect(self.use)
        detail.fit.save_asked.connect(self.save)
        detail.fit.left.connect(self.fitter.stop)

    def begin(self) -> None:
        """Fits settings to the chosen capture."""
        kept = self._chosen()
        if kept is None:
            return
        self._capture, self._fit = kept.capture, None
        self._detail.show_fitting()
        self._detail.fit.show_working()
        self._tasks.start(self._begin(kept.capture), "fit settings to a capture")

    def use(self) -> None:
        """Takes the settings over, as one step."""
        if self._fit is None or self._capture is None:
            return
        edit_settings(self._told.stack, self._store, whole_changes(self._fit), f"Use the fit of {self._capture.name}")
        self._told.offer_undo(f"The settings are those fitted to “{self._capture.name}”.")

    def save(self, name: str) -> None:
        """Keeps the settings as a profile, which is chosen then; a wrong name is refused beside it."""
        if self._fit is None or self._capture is None:
            return
        about = {"source": f"Fitted to the capture “{self._capture.name}”: {origin(self._capture) or 'of no date'}"}
        if refused := self._profiles.take(name, whole_changes(self._fit), about):
            self._detail.fit.show_name_error(refused)
        else:
            self._told.offer_undo(f"The fit is kept as the profile “{self._profiles.name}”, which is chosen.")

    async def _begin(self, capture: Capture) -> None:
        tokens = await self._tokenize(capture.text, self._store.snapshot.encoding)
        if capture is self._capture:
            self.fitter.start(fit(capture, tokens))

    def _show(self, found: Fit) -> None:
        if self._capture is not None:
            self._fit = found
            self._detail.fit.show_fit(found, self._capture.name)
