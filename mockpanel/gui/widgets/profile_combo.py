"""The list of profiles to choose from: the user's own, then the built-in ones, each with its source in the tooltip."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPalette, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from mockpanel.core.profiles import Profile, described

SHOWN_ROWS = 26
NARROWEST_CHARACTERS = 10
WIDEST_HINT = 220
PADDING = 8
HINT = "A feel by name (Ctrl+1 to Ctrl+9)"


class ProfileCombo(QComboBox):
    """Emits the name that was chosen, also where it is chosen already: to come back to it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = QStandardItemModel(self)
        self.setModel(self._names)
        self.setAccessibleName("Profile")
        self.setPlaceholderText("Choose a profile")
        self.setMaxVisibleItems(SHOWN_ROWS)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(NARROWEST_CHARACTERS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view().setAccessibleName("Profiles")
        self.setProperty("bar", True)  # as high as the buttons beside it
        self.activated.connect(lambda place: self.chosen.emit(self.itemData(place)))
        self.show_profiles([], [], "")

    def show_profiles(self, own: Sequence[Profile], built_in: Sequence[Profile], chosen_name: str) -> None:
        """All profiles, and the name of the chosen one; empty for none."""
        with QSignalBlocker(self):
            self._names.clear()
            for heading, profiles in (("Yours", own), ("Built-in", built_in)):
                if profiles:
                    self._names.appendRow(_heading(heading))
                for profile in profiles:
                    self._names.appendRow(_item(profile))
            self.setCurrentIndex(self.findData(chosen_name) if chosen_name else -1)
        about = self.currentData(Qt.ItemDataRole.ToolTipRole)
        self.setToolTip(f"{about or ''}<p>{HINT}</p>")
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for most names."""
        return QSize(WIDEST_HINT, super().sizeHint().height())

    def showPopup(self) -> None:
        """All names, as wide as the longest needs."""
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width() + PADDING)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to what is around: another feel is not for passing by."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As the style has it, a long name shortened in its middle."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        text = option.currentText
        if self.currentIndex() < 0:
            text = self.placeholderText()
            option.palette.setColor(QPalette.ColorRole.ButtonText, option.palette.placeholderText().color())
        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = option.fontMetrics.elidedText(
            text, Qt.TextElideMode.ElideMiddle, place.width() - PADDING // 2
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


def tip(profile: Profile) -> str:
    """A profile's name, source, date and trust, as rich text that wraps."""
    about = escape(described(profile)).replace("\n", "<br>")
    return f"<p><b>{escape(profile.name)}</b></p>" + (f"<p>{about}</p>" if about else "")


def _heading(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    font = item.font()
    font.setBold(True)
    item.setFont(font)
    return item


def _item(profile: Profile) -> QStandardItem:
    item = QStandardItem(profile.name)
    item.setData(profile.name, Qt.ItemDataRole.UserRole)
    item.setToolTip(tip(profile))
    item.setData(described(profile).replace("\n", " "), Qt.ItemDataRole.AccessibleDescriptionRole)
    return item
