"""What the window remembers from one start to the next: read off its widgets, and shown in them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter

from mockpanel.gui.layout import packed, unpacked
from mockpanel.gui.state import PreviewChoices, ShapeChoices, WindowState

if TYPE_CHECKING:
    from mockpanel.gui.main_window import MainWindow

SIZES = {"upper": (360, 920), "lower": (840, 420), "whole": (490, 175)}
"""Of the panes at first, by the names of their splitters."""


class WindowMemory:
    """Of one window; it keeps the layout of every day while the window presents."""

    def __init__(self, window: MainWindow, layout: dict[str, str]) -> None:
        self._window = window
        self._layout = layout

    def state(self) -> WindowState:
        """What to remember until the next start."""
        window = self._window
        if not window.presenting.on:  # which is not how the window looks every day
            self._layout = self._layout_now()
        return WindowState(
            settings=window.services.store.snapshot.model_dump(),
            host=window.host.host,
            port=window.host.port,
            profile=window.profiles.name,
            response=window.responses.current,
            scheme=window.scheme,
            reduced_motion=window.calm,
            on_top=window.on_top,
            tab=window.presenting.everyday_tab,
            follow=window.requests.commands.follow.isChecked(),
            close_to_tray=window.commands.close_to_tray.isChecked(),
            preview=self._preview(),
            shape=ShapeChoices(open=window.feel.shape.open, groups=window.feel.shape.open_groups),
            compare=window.compare.choices(),
            capture=window.life.source.choices(),
            layout=self._layout,
        )

    def restore(self, state: WindowState) -> None:
        """Shows what was remembered."""
        window = self._window
        if geometry := state.layout.get("window"):
            window.restoreGeometry(unpacked(geometry))
        for part in window.findChildren(QSplitter):
            if sizes := SIZES.get(part.objectName()):
                part.setSizes(sizes)
            if saved := state.layout.get(part.objectName()):
                part.restoreState(unpacked(saved))
        self._restore_preview(state.preview)
        window.show_reduced_motion(state.reduced_motion)
        window.commands.show_choices(reduced_motion=state.reduced_motion, close_to_tray=state.close_to_tray)
        window.show_on_top(state.on_top)
        window.compare.resume(state.compare)
        window.life.source.resume(state.capture)
        window.tabs.setCurrentIndex(state.tab)
        window.requests.commands.follow.setChecked(state.follow)
        window.feel.shape.show_open(state.shape.open, state.shape.groups)
        window.profiles.resume(state.profile)
        window.responses.resume(state.response)
        window.profile_desk.show()

    def _layout_now(self) -> dict[str, str]:
        window = self._window
        parts = {part.objectName(): packed(part.saveState()) for part in window.findChildren(QSplitter)}
        return {"window": packed(window.saveGeometry()), **parts}

    def _preview(self) -> PreviewChoices:
        preview = self._window.stage.preview
        return PreviewChoices(
            smoothing=preview.smoothing.currentData(),
            markdown=preview.markdown.isChecked(),
            loop=preview.buttons.loop.isChecked(),
            zoom=preview.zoom.percent,
            sound=preview.sound.on,
            volume=preview.sound.loudness,
            protocol=preview.protocol.key,
        )

    def _restore_preview(self, choices: PreviewChoices) -> None:
        window, preview = self._window, self._window.stage.preview
        preview.show_options(
            smoothing=choices.smoothing, markdown=choices.markdown, zoom=choices.zoom, loop=choices.loop
        )
        preview.protocol.show_key(choices.protocol)
        window.stage.show_loop(choices.loop)
        window.sound.show_choice(on=choices.sound, volume=choices.volume)
