"""Holds the doors between the rooms shut, and keeps every room's and every setting's sign up."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from pytest_archon import archrule

import mockpanel
from mockpanel.core.settings import SPECS, Spec

PACKAGE = Path(mockpanel.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}

FRONT_DOOR = ("mockpanel.cli", "mockpanel.__main__", "mockpanel.asgi", "mockpanel.frozen")
FRONT_ENDS = (
    *("mockpanel.headless", "mockpanel.workers", "mockpanel.printing", "mockpanel.gui", "mockpanel.gui.*"),
    *("mockpanel.capture_command", "mockpanel.capture_request", "mockpanel.import_command"),
)
QT = ("PySide6", "PySide6.*", "shiboken6", "shiboken6.*", "qasync", "qasync.*")
WEB = ("fastapi", "fastapi.*", "starlette", "starlette.*", "uvicorn", "uvicorn.*", "httptools", "httptools.*")
CLOCKS_AND_LOOPS = ("asyncio", "asyncio.*", "threading", "multiprocessing", "multiprocessing.*", "selectors", "socket")


def room(name: str) -> tuple[str, str]:
    """The patterns of a package and all in it."""
    return f"mockpanel.{name}", f"mockpanel.{name}.*"


def shown(path: Path) -> str:
    """A module's file as the tests' names show it."""
    return path.relative_to(PACKAGE).as_posix()


def imported(path: Path) -> set[str]:
    """All names that a module imports, wherever in it, with what it imports from them."""
    names: set[str] = set()
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)} imports relatively"
            names.add(str(node.module))
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def foreign(names: set[str]) -> set[str]:
    """The packages among them that are neither the standard library's nor ours."""
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"mockpanel"}


def modules_of(*rooms: str) -> list[Path]:
    """All modules of some rooms."""
    found = [path for path in MODULES if shown(path).partition("/")[0] in rooms]
    assert found, rooms
    return found


def method_called(node: ast.AST) -> str:
    """The name of the method that a node calls, if it does."""
    return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""


def keywords(node: ast.AST) -> list[ast.keyword]:
    """The arguments that a call gives by name."""
    return node.keywords if isinstance(node, ast.Call) else []


def test_core_knows_none_of_the_other_rooms() -> None:
    (
        archrule("core stands alone")
        .match(*room("core"))
        .should_not_import("mockpanel.*")
        .may_import(*room("core"))
        .check("mockpanel")
    )


def test_core_knows_no_loop_no_thread_no_web_and_no_window() -> None:
    (archrule("core is pure").match(*room("core")).should_not_import(*CLOCKS_AND_LOOPS, *WEB, *QT).check("mockpanel"))


@pytest.mark.parametrize("path", modules_of("core", "wire"), ids=shown)
def test_core_and_wire_are_told_the_time_and_read_no_clock(path: Path) -> None:
    called = {method_called(node) for node in ast.walk(TREES[path])}

    assert "time" not in imported(path)
    assert not called & {"now", "utcnow", "today"}


@pytest.mark.parametrize("path", modules_of("core"), ids=shown)
def test_core_leans_on_few_libraries_only(path: Path) -> None:
    found = foreign(imported(path))

    assert found <= {"pydantic", "pydantic_core", "psygnal", "tiktoken", "tomli_w", "platformdirs"}


def test_wire_knows_core_only() -> None:
    (
        archrule("wire stands on core")
        .match(*room("wire"))
        .should_not_import("mockpanel.*")
        .may_import(*room("core"), *room("wire"))
        .check("mockpanel")
    )


def test_wire_knows_no_loop_no_web_and_no_window() -> None:
    archrule("wire is pure").match(*room("wire")).should_not_import(*CLOCKS_AND_LOOPS, *WEB, *QT).check("mockpanel")


@pytest.mark.parametrize("path", modules_of("wire"), ids=shown)
def test_wire_leans_on_pydantic_only(path: Path) -> None:
    found = foreign(imported(path))

    assert found <= {"pydantic", "pydantic_core"}


def test_server_knows_wire_and_core_only() -> None:
    (
        archrule("server stands on wire and core")
        .match(*room("server"))
        .should_not_import("mockpanel.*")
        .may_import("mockpanel.__version__", *room("core"), *room("wire"), *room("server"))
        .check("mockpanel")
    )


def test_nothing_but_the_gui_knows_qt() -> None:
    (
        archrule("Qt stays in its room")
        .match("mockpanel", "mockpanel.*")
        .exclude(*room("gui"))
        .should_not_import(*QT)
        .check("mockpanel", only_direct_imports=True)
    )


@pytest.mark.parametrize(
    "name",
    ["server", "headless", "runtime", "printing", "workers", "launch", "asgi", "capture_command", "import_command"],
)
def test_what_serves_never_reaches_qt_by_any_way(name: str) -> None:
    archrule("no window while serving").match(*room(name)).should_not_import(*QT, *room("gui")).check("mockpanel")


def test_runtime_knows_no_front_end() -> None:
    (
        archrule("runtime is handed out, and hands nothing back")
        .match("mockpanel.runtime")
        .should_not_import(*FRONT_DOOR, *FRONT_ENDS)
        .check("mockpanel")
    )


def test_the_launch_settings_know_core_only() -> None:
    (
        archrule("which settings a start uses is no server's business")
        .match("mockpanel.launch")
        .should_not_import("mockpanel.*")
        .may_import(*room("core"))
        .check("mockpanel")
    )


def test_no_front_end_knows_the_front_door() -> None:
    archrule("front ends are chosen").match(*FRONT_ENDS).should_not_import(*FRONT_DOOR).check("mockpanel")


def test_the_front_door_imports_a_front_end_only_where_it_chose_it() -> None:
    (
        archrule("a refusal and --help need no server")
        .match("mockpanel.cli")
        .should_not_import(*FRONT_ENDS, *room("server"), *room("wire"), "mockpanel.runtime", "asyncio", *WEB, *QT)
        .check("mockpanel", only_toplevel_imports=True)
    )


def test_a_front_end_is_imported_by_the_front_door_all_the_same() -> None:
    archrule("the rule above sees what it is about").match("mockpanel.cli").should_import(
        "mockpanel.headless", "mockpanel.runtime", *WEB[:1]
    ).check("mockpanel")


def test_each_name_in_these_rules_is_a_module() -> None:
    names = {".".join(("mockpanel", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in MODULES}

    rooms = {f"mockpanel.{name}.__init__" for name in ("core", "wire", "server")}
    modules = {"mockpanel.cli", "mockpanel.asgi", "mockpanel.headless", "mockpanel.workers", "mockpanel.printing"}
    assert rooms | modules | {"mockpanel.runtime", "mockpanel.launch", "mockpanel.__main__"} <= names


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_every_module_says_what_it_knows(path: Path) -> None:
    docstring = ast.get_docstring(TREES[path])

    assert docstring
    first = docstring.partition("\n\n")[0]
    assert first.rstrip().endswith((".", ":")), first


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_every_task_has_a_name(path: Path) -> None:
    made = [node for node in ast.walk(TREES[path]) if method_called(node) in ("create_task", "ensure_future")]

    nameless = [ast.unparse(node) for node in made if not any(part.arg == "name" for part in keywords(node))]
    assert not nameless


@pytest.mark.parametrize("spec", list(SPECS.values()), ids=lambda spec: spec.name)
def test_every_setting_has_a_label_a_unit_and_a_sentence_of_help(spec: Spec) -> None:
    assert spec.label
    assert spec.label[0].isupper()
    assert len(spec.label) <= 20
    assert spec.unit
    assert spec.help[0].isupper()
    assert spec.help.endswith(".")
    assert spec.help.count(". ") == 0


@pytest.mark.parametrize("spec", list(SPECS.values()), ids=lambda spec: spec.name)
def test_every_number_has_both_bounds_and_a_default_within(spec: Spec) -> None:
    numeric = spec.kind in (int, float)

    assert (spec.low is not None) == (spec.high is not None) == numeric
    if numeric:
        assert spec.low is not None
        assert spec.high is not None
        assert spec.low <= spec.default <= spec.high


def test_no_two_settings_share_a_label() -> None:
    labels = [spec.label for spec in SPECS.values()]

    assert len(set(labels)) == len(labels)
