"""The steps from the source to the packages in dist/: wheel and source distribution, the app, its packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mockpanel import __version__
from resources.packaging import icu, linux, sizes
from resources.packaging.archives import ROOT

WORK = ROOT / "build"
DIST = ROOT / "dist"
INTERNAL = "_internal"
NOTICES = "THIRD-PARTY-LICENSES.txt"


def build_distributions() -> None:
    """The wheel and the source distribution, with what is installed."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(DIST), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def build_app() -> Path:
    """The app's folder (macOS: mockpanel.app), complete."""
    shutil.rmtree(WORK / "app", ignore_errors=True)
    WORK.mkdir(exist_ok=True)
    log = WORK / "pyinstaller.log"
    options = ["--noconfirm", "--distpath", str(WORK / "app"), "--workpath", str(WORK / "work")]
    with log.open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "PyInstaller", *options, str(ROOT / "build_app.spec")],
            check=False,
            cwd=ROOT,
            stdout=file,
            stderr=file,
        )
    if done.returncode:
        end = log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        raise SystemExit("\n".join([*end, f"PyInstaller failed; all that it said is in {log}"]))
    app = WORK / "app" / "mockpanel"
    finish(app)
    return WORK / "app" / "mockpanel.app" if sys.platform == "darwin" else app


def finish(app: Path) -> None:
    """What PyInstaller leaves to do: licences in sight, and on Linux the desktop's files and less weight."""
    shutil.copyfile(ROOT / "LICENSE", app / "LICENSE")
    shutil.move(app / INTERNAL / NOTICES, app / NOTICES)
    if sys.platform == "linux":
        linux.write_share(app / "share", WORK / "work" / "build_app" / "icons")
        slim(app)


def slim(app: Path) -> None:
    """Takes out what nobody reads: symbols for debuggers, most of ICU's data, one of two equal programs."""
    libraries = [path for path in (app / INTERNAL).rglob("*.so*") if path.is_file() and not path.is_symlink()]
    if strip := shutil.which("strip"):
        # Qt's own are stripped, and what moved sections in them would break them.
        others = [path for path in libraries if "PySide6" not in path.parts]
        subprocess.run([strip, "--strip-unneeded", *others], check=True)
    for path in libraries:
        if path.name.startswith("libicudata.") and not icu.shrink(path):
            print("There is no C compiler here: ICU's data stays whole, 29 MB more than needed.")
        path.chmod(0o644)
    # They differ on other systems only, where the one has a console and the other has none.
    (app / "mockpanel-server").unlink()
    (app / "mockpanel-server").hardlink_to(app / "mockpanel")


def try_out(app: Path) -> int:
    """Where there is no check yet: starts the console program and looks for the version. Returns the exit code."""
    folder = app / "Contents" / "MacOS" if app.suffix == ".app" else app
    (program,) = folder.glob("mockpanel-server*")
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    print(f"{program.name} --version: {told.stdout.strip()} (this is all that is checked on this system)")
    return int(told.stdout.strip() != f"mockpanel {__version__}")


def pack(app: Path) -> Iterator[Path]:
    """Writes this system's packages."""
    DIST.mkdir(exist_ok=True)
    if sys.platform == "linux":
        yield linux.write_tar(app, DIST)
        yield linux.write_deb(app, DIST)
        return
    system, form = ("macos", "gztar") if sys.platform == "darwin" else ("windows", "zip")
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        shutil.copytree(app, Path(folder) / app.name, symlinks=True)
        name = f"mockpanel-{__version__}-{system}-{linux.architecture().lower()}"
        yield Path(shutil.make_archive(str(DIST / name), form, folder, app.name))


def tell(app: Path, packages: list[Path]) -> None:
    """Prints what was built and what takes the room in it."""
    print(sizes.table(sizes.measure(app)))
    for path in packages:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / sizes.MEGABYTE:.1f} MB")
