"""The profile bar shows one profile, asks for others, and asks for names in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mockpanel.core.profiles import Profile, built_in
from mockpanel.gui.theme import DARK, LIGHT
from mockpanel.gui.widgets.profile_bar import ProfileBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so

OWN = [Profile("Calm", {}, {}), Profile("Brisk <b> & co", {}, {"source": "me & you", "date": "2026", "trust": "Good."})]
BUILT_IN = list(built_in().values())


@pytest.fixture
def bar(qtbot: QtBot) -> ProfileBar:
    made = ProfileBar()
    qtbot.addWidget(made)
    made.show_colours(LIGHT)
    made.show_profiles(OWN, BUILT_IN, "Calm")
    made.resize(520, 40)
    made.show()
    return made


def names(bar: ProfileBar) -> list[str]:
    return [bar.combo.itemText(place) for place in range(bar.combo.count())]


def test_it_lists_the_users_own_profiles_and_then_the_built_in_ones(bar: ProfileBar) -> None:
    assert names(bar) == ["Yours", "Calm", "Brisk <b> & co", "Built-in", *(profile.name for profile in BUILT_IN)]
    assert bar.combo.currentText() == "Calm"


def test_headings_cannot_be_chosen(bar: ProfileBar) -> None:
    model = bar.combo.model()

    flags = [model.flags(model.index(place, 0)) for place in (0, 1, 3)]

    assert [bool(flag & Qt.ItemFlag.ItemIsSelectable) for flag in flags] == [False, True, False]


def test_without_own_profiles_there_is_no_heading_for_them(bar: ProfileBar) -> None:
    bar.show_profiles([], BUILT_IN, "")

    assert names(bar)[:2] == ["Built-in", "Reading pace"]
    assert bar.combo.currentIndex() == -1


def test_every_item_says_where_it_is_from(bar: ProfileBar) -> None:
    tip = bar.combo.itemData(2, Qt.ItemDataRole.ToolTipRole)

    assert tip == "<p><b>Brisk &lt;b&gt; &amp; co</b></p><p>me &amp; you, 2026<br>Good.</p>"
    assert "Calm" in bar.combo.toolTip()


def test_a_choice_is_asked_for_and_shown_only_when_it_was_made(bar: ProfileBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.chosen) as caught:
        QTest.keyClick(bar.combo, Qt.Key.Key_Down)

    assert caught.args == ["Brisk <b> & co"]
    assert bar.combo.currentText() == "Calm"
    bar.show_profiles(OWN, BUILT_IN, "Painful")
    assert bar.combo.currentText() == "Painful"


def test_showing_asks_for_nothing(bar: ProfileBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.chosen), qtbot.assertNotEmitted(bar.with_response_toggled):
        bar.show_profiles(OWN, BUILT_IN, "Painful")
        bar.show_differs(True)
        bar.show_with_response(True)

    assert bar.actions_of["with_response"].isChecked()


def test_the_wheel_passes_by(bar: ProfileBar, qtbot: QtBot) -> None:
    nothing, middle = QPoint(), QPointF(5, 5)
    event = QWheelEvent(
        middle,
        middle,
        nothing,
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    with qtbot.assertNotEmitted(bar.chosen):
        QApplication.sendEvent(bar.combo, event)

    assert bar.combo.currentText() == "Calm"


def test_a_change_is_marked_in_words_too_and_moves_nothing(bar: ProfileBar) -> None:
    place = bar.save.pos()

    bar.show_differs(True)
    marked = bar.mark.isVisible(), bar.combo.accessibleDescription(), bar.actions_of["revert"].isEnabled()
    bar.show_differs(False)

    assert marked == (True, "Changed: the settings differ from the profile", True)
    assert bar.mark.isHidden()
    assert bar.combo.accessibleDescription() == ""
    assert bar.save.pos() == place


def test_what_a_built_in_profile_does_not_allow_is_disabled(bar: ProfileBar) -> None:
    def possible() -> set[str]:
        return {name for name, action in bar.actions_of.items() if action.isEnabled()}

    always = {"save", "save_as", "import", "export", "with_response"}
    own = possible()
    bar.show_profiles(OWN, BUILT_IN, "Painful")
    built_in_one = possible()
    bar.show_profiles(OWN, BUILT_IN, "")

    assert own == {*always, "rename", "duplicate", "delete"}
    assert built_in_one == {*always, "duplicate"}
    assert possible() == always


@pytest.mark.parametrize("name", ["save", "duplicate", "delete", "revert", "import", "export"])
def test_each_action_asks_for_its_work(bar: ProfileBar, qtbot: QtBot, name: str) -> None:
    bar.show_differs(True)

    with qtbot.waitSignal(getattr(bar, f"{name}_asked")):
        bar.actions_of[name].trigger()


def test_taking_the_text_along_is_a_choice(bar: ProfileBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.with_response_toggled) as caught:
        bar.actions_of["with_response"].trigger()

    assert caught.args == [True]


def test_the_save_button_saves(bar: ProfileBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.save_asked):
        QTest.mouseClick(bar.save, Qt.MouseButton.LeftButton)

    assert bar.save.text() == "Save"
    assert "Ctrl+S" in bar.save.toolTip()


def test_the_menu_offers_every_action_but_no_other(bar: ProfileBar) -> None:
    menu = bar.more.menu()
    assert menu is not None

    offered = [action for action in menu.actions() if not action.isSeparator()]

    assert set(offered) == set(bar.actions_of.values())


def test_a_name_is_asked_for_in_place_and_enter_hands_it_out(bar: ProfileBar, qtbot: QtBot) -> None:
    bar.ask_name("GPT-4o copy")
    shown = bar.popup.isVisible(), bar.popup.line.selectedText()

    QTest.keyClicks(bar.popup.line, "Slow one")
    with qtbot.waitSignal(bar.save_as_asked) as caught:
        QTest.keyClick(bar.popup.line, Qt.Key.Key_Return)

    assert shown == (True, "GPT-4o copy")
    assert caught.args == ["Slow one"]
    assert not bar.popup.isVisible()


def test_a_refused_name_stays_to_be_mended(bar: ProfileBar) -> None:
    bar.save_as_asked.connect(lambda name: bar.show_error("" if name == "Good" else "The name is taken"))
    bar.actions_of["save_as"].trigger()
    bar.popup.line.setText("Bad")

    QTest.keyClick(bar.popup.line, Qt.Key.Key_Return)
    refused = bar.popup.isVisible(), bar.popup.error.isVisible(), bar.popup.error.text(), bar.popup.line.text()
    bar.popup.line.selectAll()
    QTest.keyClicks(bar.popup.line, "Good")
    mended = bar.popup.error.isVisible()
    QTest.mouseClick(bar.popup.done, Qt.MouseButton.LeftButton)

    assert refused == (True, True, "The name is taken", "Bad")
    assert not mended
    assert not bar.popup.isVisible()


def test_escape_asks_for_nothing(bar: ProfileBar, qtbot: QtBot) -> None:
    bar.ask_name("Calm")

    with qtbot.assertNotEmitted(bar.save_as_asked):
        QTest.keyClick(bar.popup.line, Qt.Key.Key_Escape)

    assert not bar.popup.isVisible()


def test_a_rename_starts_from_the_name_that_is(bar: ProfileBar, qtbot: QtBot) -> None:
    bar.ask_name("something else")
    bar.popup.close()
    bar.actions_of["rename"].trigger()
    suggested = bar.popup.line.text()

    with qtbot.assertNotEmitted(bar.save_as_asked), qtbot.waitSignal(bar.rename_asked) as caught:
        QTest.keyClick(bar.popup.line, Qt.Key.Key_Return)

    assert suggested == "Calm"
    assert caught.args == ["Calm"]


def test_a_refusal_without_a_question_is_told_below_the_bar(bar: ProfileBar) -> None:
    bar.show_error("")
    before = bar.popup.isVisible()

    bar.show_error("Profile calm.toml cannot be written: No space left on device")

    assert not before
    assert bar.popup.error.isVisible()
    assert not bar.popup.line.isVisible()
    assert bar.popup.height() >= bar.popup.error.height()


def test_every_control_has_a_name_a_tooltip_and_a_place_in_the_tab_order(bar: ProfileBar) -> None:
    controls: list[QWidget] = [bar.combo, bar.save, bar.more]

    order: list[QWidget] = [bar.combo]
    while (following := order[-1].nextInFocusChain()) not in (None, bar.combo):
        assert following is not None
        order.append(following)

    assert [widget for widget in order if widget in controls] == controls
    assert all(widget.accessibleName() and widget.toolTip() for widget in controls)
    assert all(widget.focusPolicy() == Qt.FocusPolicy.StrongFocus for widget in controls)


def test_a_long_name_is_shortened_in_its_middle(bar: ProfileBar) -> None:
    long = Profile("A very long name of a profile, " * 2 + "the end", {}, {})
    bar.resize(320, 40)
    bar.show_profiles([long], [], long.name)

    narrow = bar.combo.grab().toImage()
    bar.show_profiles([Profile("A very long name of a profile, " * 2 + "the END", {}, {})], [], "")
    bar.combo.setCurrentIndex(1)

    assert bar.combo.minimumSizeHint().width() < 320
    assert bar.combo.grab().toImage() != narrow


def test_it_is_painted_in_other_colours(bar: ProfileBar) -> None:
    bar.show_differs(True)
    light = bar.grab().toImage()

    bar.show_colours(DARK)

    assert bar.grab().toImage() != light


def test_the_list_of_profiles_has_a_name(bar: ProfileBar) -> None:
    assert bar.combo.view().accessibleName() == "Profiles"
