"""`python -m tests.package_check`: checks the packages in dist/; `python dev.py package --check` builds them first."""

from __future__ import annotations

import contextlib
import filecmp
import gzip
import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from mockpanel import __version__
from resources.packaging import bundle, linux, sizes
from tests.package_check.isolation import Place, contents, cut_the_network, unpacked
from tests.package_check.programs import (
    STOP_S,
    Program,
    load_every_encoding,
    loads_only_its_own,
    open_the_docs,
    run,
    says_where_it_serves,
    stream_through_the_client,
)
from tests.package_check.screen import Watcher, screen
from tests.processes import ROOT, started, wait_until

DIST = ROOT / "dist"
PICTURES = ROOT / "build" / "check"
LARGEST_BYTES = 120 * sizes.MEGABYTE
LONGEST_START_S = 2.5
"""From the start to the first paint of the window, warm. Told, and not asserted: machines differ."""


def main() -> int:
    """Runs all checks, and tells of each; the first that fails ends it."""
    assert shutil.which("Xvfb"), "Xvfb is not installed; Debian and Ubuntu have it in the package xvfb"
    reason = cut_the_network()
    print(f"network: {f'not cut off, {reason}' if reason else 'loopback only'}")
    (archive,) = DIST.glob(f"mockpanel-{__version__}-linux-*.tar.gz")
    (deb,) = DIST.glob(f"mockpanel_{__version__}-1_*.deb")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with unpacked(archive) as place:
        before = contents(place.app)
        for check in (files, versions, server, same_without_a_window, several_processes):
            _tell(check, place)
        with screen() as display:
            _tell(lambda place: window(place, display), place, "window")
            _tell(lambda place: refusal(place, display), place, "refusal")
        assert contents(place.app) == before, "the app wrote into its own folder"
        _tell(lambda place: debian(deb, place), place, "debian")
    return 0


def files(place: Place) -> str:
    """Everything is there, nothing is missing to link, and it is small."""
    inside = place.app / "_internal" / "mockpanel" / "resources"
    source = ROOT / "mockpanel" / "resources"
    wanted = {path.relative_to(source) for path in source.rglob("[!.]*") if path.is_file()}
    assert wanted, source
    _, other, missing = filecmp.cmpfiles(inside, source, map(str, wanted), shallow=False)
    assert not other + missing, f"not as in the source: {other}, missing: {missing}"
    assert not [path for path in place.app.rglob("*") if path.is_symlink() and not path.exists()]
    notices = json.loads(gzip.decompress((inside / "notices.json.gz").read_bytes()))
    assert {"PySide6_Essentials", "Python", "tiktoken"} <= {each["name"] for each in notices}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (place.app / "THIRD-PARTY-LICENSES.txt").read_text(encoding="utf-8")
    assert not (lacking := not_to_be_found(place.app)), lacking
    size = sum(sizes.measure(place.app).values())
    assert size <= LARGEST_BYTES, size
    return f"{size / sizes.MEGABYTE:.1f} MB, nothing missing"


def not_to_be_found(app: Path) -> set[str]:
    """Libraries that the app is linked to and neither brings along nor names as the system's."""
    binaries = [path for path in app.rglob("*") if path.is_file() and (".so" in path.name or path.parent == app)]
    needed = {name for path in binaries for name in bundle.linked(str(path))}
    return needed - {path.name for path in binaries} - set(linux.EXTERNAL)


def versions(place: Place) -> str:
    """Both programs say which one they are, and refuse with a sentence."""
    for name in ("mockpanel", "mockpanel-server"):
        told = run(place, name, "--version")
        assert (told.returncode, told.stdout) == (0, f"mockpanel {__version__}\n"), told
        refused = run(place, name, "--port", "many")
        assert refused.returncode == 2, refused
        assert refused.stderr.startswith("mockpanel: port must be "), refused
    return __version__


def server(place: Place) -> str:
    """The program without a window."""
    with Program(place, "mockpanel-server", "--profile", "painful") as program:
        seconds = program.wait_until_it_serves()
        says_where_it_serves(program)
        stream_through_the_client(program)
        load_every_encoding(program)
        open_the_docs(program)
        loads_only_its_own(program)
        assert not [path for path in program.libraries() if "libQt6" in path], "it loaded Qt"
        program.stop()
    return f"serves after {seconds:.1f} s"


def same_without_a_window(place: Place) -> str:
    """The window's program with --no-gui."""
    with Program(place, "mockpanel", "--no-gui") as program:
        program.wait_until_it_serves()
        stream_through_the_client(program)
        program.stop()
    return "the same"


def several_processes(place: Place) -> str:
    """Workers are the app again, too."""
    with Program(place, "mockpanel-server", "--workers", "2") as program:
        program.wait_until_it_serves()
        stream_through_the_client(program)
        loads_only_its_own(program)
        program.stop()
    return "two workers"


def window(place: Place, display: str) -> str:
    """The window opens, serves, remembers, and closes in order; twice, the second time warm."""
    rate = 33.5
    with Watcher(display, PICTURES / "first.png") as watcher, Program(place, "mockpanel", DISPLAY=display) as program:
        watcher.seconds()
        program.wait_until_it_serves()
        stream_through_the_client(program)
        load_every_encoding(program)
        loads_only_its_own(program)
        changed = program.http.patch(f"{program.url}/mock/settings", json={"tokens_per_second": rate})
        assert changed.status_code == 200, changed.text
        watcher.picture()
        program.stop()
    own = {path.relative_to(place.home).as_posix() for path in place.home.rglob("*") if path.is_file()}
    assert any(path.startswith(".config/mockpanel/") for path in own), own
    assert any(path.endswith("mockpanel.log") for path in own), own
    with Watcher(display, PICTURES / "window.png") as watcher, Program(place, "mockpanel", DISPLAY=display) as program:
        seconds = watcher.seconds()
        program.wait_until_it_serves()
        kept = program.http.get(f"{program.url}/mock/settings").json()["tokens_per_second"]
        assert kept == rate, kept
        watcher.picture()
        program.stop()
    late = f", more than {LONGEST_START_S} s" if seconds > LONGEST_START_S else ""
    return f"painted after {seconds:.2f} s{late}; settings kept; picture in build/check"


def refusal(place: Place, display: str) -> str:
    """Where nobody reads standard error, a start that fails says why in a window, and in the log."""
    command = [str(place.app / "mockpanel"), "--port", "many"]
    options = {**place.options(DISPLAY=display), "stderr": subprocess.DEVNULL}
    with Watcher(display, PICTURES / "refusal.png") as watcher, started(command, **options) as process:
        watcher.seconds()
        watcher.picture()
        assert process.poll() is None, "it did not wait to be read"
        (log,) = place.home.rglob("mockpanel.log")
        assert wait_until(lambda: "port must be " in log.read_text(encoding="utf-8"))
        process.terminate()
        process.wait(STOP_S)
    return "shown and logged"


def debian(deb: Path, place: Place) -> str:
    """The package holds the same files; Debian's own tools read it, where they are."""
    tools = [
        ["dpkg-deb", "--info", str(deb)],
        ["desktop-file-validate", f"{place.app}/share/applications/mockpanel.desktop"],
        ["appstreamcli", "validate", "--no-net", f"{place.app}/share/metainfo/{linux.APP_ID}.metainfo.xml"],
        ["lintian", "--fail-on", "error", str(deb)],
    ]
    found = [command for command in tools if shutil.which(command[0])]
    for command in found:
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr
    if shutil.which("dpkg-deb"):
        _use_installed(deb, place)
    return "read by " + (", ".join(command[0] for command in found) or "no tool: none is installed here")


def _use_installed(deb: Path, place: Place) -> None:
    """The same files as in the tar.gz, and a command on the path that serves."""
    root = place.app.parent / "root"
    subprocess.run(["dpkg-deb", "--extract", deb, root], check=True)
    installed = root / "usr" / "lib" / "mockpanel"
    names = {path.relative_to(installed) for path in installed.rglob("*")}
    wanted = {path.relative_to(place.app) for path in (place.app / "_internal").rglob("*")}
    assert wanted <= names, wanted - names
    assert (root / "usr" / "share" / "applications" / "mockpanel.desktop").is_file()
    with Program(Place(root / "usr" / "bin", place.home), "mockpanel-server") as program:
        program.wait_until_it_serves()
        stream_through_the_client(program)
        program.stop()


def _tell(check: Callable[[Place], str], place: Place, name: str = "") -> None:
    since = time.monotonic()
    said = check(place)
    print(f"{name or check.__name__.replace('_', ' ')}: {said} ({time.monotonic() - since:.1f} s)", flush=True)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        raise SystemExit(main())
