"""What was set against what was measured, side by side: the rate and the time to the first token."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mockpanel.core.measures import THIN, difference, grouped, rate
from mockpanel.gui.theme import LIGHT, Colours, number_font

READABLE_MS = 150
"""Numbers that change more often cannot be read, and another text makes Qt lay out the window again."""

NOTHING = "–"
ARROW = "→"


class MeasuredBar(QLabel):
    """One line, which breaks between its two halves where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = LIGHT
        self._figures: tuple[float | None, float | None, float | None, float | None] = (None, None, None, None)
        self._timer = QTimer(self, singleShot=True, interval=READABLE_MS)
        self._timer.timeout.connect(self._render)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName("Set and measured")
        self._render()

    def show_figures(
        self,
        asked_tps: float | None,
        measured_tps: float | None,
        asked_ttft: float | None,
        measured_ttft: float | None,
    ) -> None:
        """Tokens a second (0: unpaced) and seconds; None for what is not known. `show` is Qt's own name."""
        self._figures = (asked_tps, measured_tps, asked_ttft, measured_ttft)
        if not self._timer.isActive():
            self._render()
            self._timer.start()

    def show_colours(self, colours: Colours) -> None:
        """The scheme in use."""
        self._colours = colours
        self._render()

    @property
    def words(self) -> str:
        """The line without its dress."""
        asked_tps, measured_tps, asked_ttft, measured_ttft = _written(*self._figures)
        speed = f"set {asked_tps} {ARROW} measured {measured_tps} tokens/s"
        return f"{speed} · TTFT {asked_ttft} {ARROW} {measured_ttft} ms"

    def _render(self) -> None:
        asked_tps, measured_tps, asked_ttft, measured_ttft = map(self._number, _written(*self._figures))
        muted = self._muted
        speed = f"{muted('set')} {asked_tps} {muted(f'{ARROW} measured')} {measured_tps} {muted('tokens/s')}"
        first = f"{muted('TTFT')} {asked_ttft} {muted(ARROW)} {measured_ttft} {muted('ms')}"
        unbroken = '<span style="white-space: nowrap;">{}</span>'
        self.setText(unbroken.format(speed) + muted(" · ") + unbroken.format(first))
        self.setAccessibleDescription(self.words)
        self.setToolTip(self._tip())

    def _tip(self) -> str:
        asked_tps, measured_tps, asked_ttft, measured_ttft = self._figures
        lines = ["TTFT is the time to the first token. Both are measured where the server writes to the socket."]
        if asked_tps and measured_tps is not None:
            lines.append(f"Speed: {_percent(measured_tps / asked_tps - 1)} of what was set")
        if asked_ttft is not None and measured_ttft is not None:
            lines.append(f"First token: {difference((measured_ttft - asked_ttft) * 1e9)}")
        return "\n".join(lines)

    def _number(self, text: str) -> str:
        family = number_font().family()
        return f"<span style=\"font-family: '{family}'; color: {self._colours.text};\">{text}</span>"

    def _muted(self, text: str) -> str:
        return f'<span style="color: {self._colours.muted};">{text}</span>'


def _written(
    asked_tps: float | None, measured_tps: float | None, asked_ttft: float | None, measured_ttft: float | None
) -> tuple[str, str, str, str]:
    return (
        NOTHING if asked_tps is None else "unpaced" if asked_tps == 0 else _set(asked_tps),
        NOTHING if measured_tps is None else rate(measured_tps),
        NOTHING if asked_ttft is None else _set_ms(asked_ttft),
        NOTHING if measured_ttft is None else grouped(measured_ttft * 1000, 1),
    )


def _set(per_second: float) -> str:
    """45.0, 5.25, 1 800: what was set, with one decimal at least below 1,000."""
    if per_second >= 1000:
        return grouped(per_second)
    shortest = f"{per_second:.3f}".rstrip("0")
    return grouped(per_second, max(1, len(shortest.partition(".")[2])))


def _set_ms(seconds: float) -> str:
    shortest = f"{seconds * 1000:.1f}".removesuffix(".0")
    return grouped(seconds * 1000, 1 if "." in shortest else 0)


def _percent(share: float) -> str:
    sign = "+" if share >= 0 else "\u2212"
    return f"{sign}{abs(share) * 100:.2f}{THIN}%"
