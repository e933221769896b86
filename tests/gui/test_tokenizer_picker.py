"""The tokenizer: found by any part of its name, or typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mockpanel.core.encodings import encoding_names, model_names
from mockpanel.gui.widgets.tokenizer_picker import TokenizerPicker

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform says so


@pytest.fixture
def picker(qtbot: QtBot) -> TokenizerPicker:
    picker = TokenizerPicker()
    qtbot.addWidget(picker)
    picker.show()
    picker.show_value("gpt-4")
    return picker


@pytest.fixture
def edits(picker: TokenizerPicker) -> list[str]:
    names: list[str] = []
    picker.edited.connect(names.append)
    return names


def line(picker: TokenizerPicker) -> QLineEdit:
    found = picker.lineEdit()
    assert found is not None
    return found


def type_in(qtbot: QtBot, picker: TokenizerPicker, text: str) -> None:
    picker.setFocus()
    line(picker).selectAll()
    QTest.keyClicks(picker, text)


def found_by(picker: TokenizerPicker) -> list[str]:
    completer = picker.completer()
    assert completer is not None
    model: QAbstractItemModel = completer.completionModel()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_all_models_and_encodings_are_there(picker: TokenizerPicker) -> None:
    names = [picker.itemText(row) for row in range(picker.count())]

    assert set(names) == {*model_names(), *encoding_names()}
    assert len(names) == len(set(names))


def test_any_part_of_a_name_or_its_encoding_finds_it(qtbot: QtBot, picker: TokenizerPicker) -> None:
    type_in(qtbot, picker, "200K")
    by_encoding = found_by(picker)
    type_in(qtbot, picker, "turbo")

    assert {"gpt-4o", "o200k_base", "o200k_harmony"} <= set(by_encoding)
    assert found_by(picker) == ["gpt-3.5-turbo", "gpt-35-turbo"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("4o", "gpt-4o"), ("gpt-5", "gpt-5"), ("o200k", "o200k_base"), ("gpt-4o-mini", "gpt-4o-mini"), ("qwen", "qwen")],
)
def test_enter_takes_the_first_name_found_or_the_text_itself(
    qtbot: QtBot, picker: TokenizerPicker, edits: list[str], typed: str, name: str
) -> None:
    type_in(qtbot, picker, typed)

    QTest.keyClick(picker, Qt.Key.Key_Return)

    assert edits == [name]
    assert picker.currentText() == name


def test_choosing_from_the_list_emits_once(picker: TokenizerPicker, edits: list[str]) -> None:
    picker.setCurrentIndex(picker.findText("o3"))
    picker.activated.emit(picker.currentIndex())

    assert edits == ["o3"]


def test_escape_or_nothing_typed_keeps_the_value(qtbot: QtBot, picker: TokenizerPicker, edits: list[str]) -> None:
    type_in(qtbot, picker, "zzz")
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    after_escape = picker.currentText()
    line(picker).selectAll()
    QTest.keyClick(picker, Qt.Key.Key_Backspace)
    QTest.keyClick(picker, Qt.Key.Key_Return)

    assert (after_escape, picker.currentText(), edits) == ("gpt-4", "gpt-4", [])


def test_an_unlisted_name_is_shown_as_it_is_and_emits_nothing(picker: TokenizerPicker, edits: list[str]) -> None:
    picker.show_value("gpt-4o-2024-08-06")

    assert picker.currentText() == "gpt-4o-2024-08-06"
    assert edits == []


def test_the_wheel_passes_by(picker: TokenizerPicker, edits: list[str]) -> None:
    nothing, up = QPoint(), QPoint(0, -120)
    event = QWheelEvent(
        QPointF(9, 9),
        QPointF(9, 9),
        nothing,
        up,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    QApplication.sendEvent(picker, event)

    assert edits == []
    assert picker.currentText() == "gpt-4"


def test_the_list_has_room_for_the_longest_name_and_its_encoding(picker: TokenizerPicker) -> None:
    picker.showPopup()

    view = picker.view()
    assert view.width() >= view.sizeHintForColumn(0)
    assert not view.grab().isNull()
    picker.hidePopup()


def test_box_and_line_are_one_stop_and_a_click_into_the_line_gets_there(picker: TokenizerPicker, qtbot: QtBot) -> None:
    with qtbot.waitActive(picker):
        picker.activateWindow()
    picker.clearFocus()

    QTest.mouseClick(line(picker), Qt.MouseButton.LeftButton)

    assert picker.hasFocus()
    assert picker.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not line(picker).focusPolicy() & Qt.FocusPolicy.TabFocus


def test_line_and_lists_have_names(picker: TokenizerPicker) -> None:
    completer = picker.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None

    named = [part.accessibleName() for part in (line(picker), picker.view(), popup)]

    assert named == ["Tokenizer", "Tokenizers", "Tokenizers found"]
