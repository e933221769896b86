"""The list of profiles for one side of a comparison: before all others, the settings as they are now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QStandardItem

from mockpanel.core.profiles import Profile
from mockpanel.gui.widgets.profile_combo import ProfileCombo

CURRENT = "Current settings"
CURRENT_HELP = "The settings at the left, as they are while it plays"


class SideCombo(ProfileCombo):
    """Emits `chosen` with a profile's name, or with nothing for the current settings."""

    def show_profiles(self, own: Sequence[Profile], built_in: Sequence[Profile], chosen_name: str) -> None:
        """All profiles, and the name of the chosen one; empty for the current settings."""
        super().show_profiles(own, built_in, chosen_name)
        item = QStandardItem(CURRENT)
        item.setData("", Qt.ItemDataRole.UserRole)
        item.setToolTip(CURRENT_HELP)
        with QSignalBlocker(self):
            self._names.insertRow(0, item)
            self.setCurrentIndex(max(0, self.findData(chosen_name)))
        self.setToolTip(str(self.currentData(Qt.ItemDataRole.ToolTipRole) or ""))
