"""Which browser of this machine newsbot can drive, and how to get one. Nothing is ever downloaded by itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from newsbot.errors import FixConfiguration, InstallBrowser

#: What every message about a missing browser ends in.
CURE_BROWSER = (
    "On Debian: apt-get install chromium-headless-shell (or chromium, for `newsbot login --headed`); elsewhere: "
    "playwright install chromium; or set NEWSBOT_BROWSER to the program of a Chromium or Chrome that is there already."
)
CURE_PACKAGE = "python -m pip install 'playwright>=1.49'"

#: Programs on the path, the first that is there is taken.
_PROGRAMS = ("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome", "google-chrome-stable")
_PLACES = ("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome")
_APPLICATIONS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
#: Where Playwright puts the browsers that `playwright install` gets, below a folder named with its own number.
_PLAYWRIGHTS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/Google Chrome for Testing",
    "chromium-*/chrome-win*/chrome.exe",
    "chromium_headless_shell-*/chrome-*/headless_shell*",
    "chromium_headless_shell-*/chrome-*/chrome-headless-shell*",
)
_VERSION = re.compile(r"\d+(?:\.\d+){1,3}")
_SHELL = re.compile(r"headless[-_]shell", re.IGNORECASE)
_PATIENCE = 15.0  # seconds


@dataclass(frozen=True, slots=True)
class BrowserFound:
    """A browser of this machine."""

    path: Path
    version: str  #: such as 156.0.8078.79; empty where it does not say
    how: str  #: how it was found, in words

    @property
    def windowless(self) -> bool:
        """Whether it can show no window at all."""
        return bool(_SHELL.search(str(self.path)))


def find_browser(environment: Mapping[str, str], *, headed: bool = False) -> BrowserFound | None:
    """The browser that newsbot drives: NEWSBOT_BROWSER, Playwright's own, or one of the system's; else None.

    Asks it for its version. `headed` passes over those that can show no window.
    Raises `FixConfiguration` where NEWSBOT_BROWSER names no program.
    """
    found = locate_browser(environment, headed=headed)
    return BrowserFound(found.path, _version(found.path), found.how) if found else None


def locate_browser(environment: Mapping[str, str], *, headed: bool = False) -> BrowserFound | None:
    """As `find_browser`, without starting it: the version stays empty."""
    for path, how in _candidates(environment):
        found = BrowserFound(path, "", how)
        if not (headed and found.windowless and how != "NEWSBOT_BROWSER"):
            return found
    return None


def need_browser(environment: Mapping[str, str], *, headed: bool = False) -> BrowserFound:
    """The browser, and Playwright to drive it. Raises `InstallBrowser` where one of them is missing."""
    if find_spec("playwright") is None:
        raise InstallBrowser("the package that drives it, playwright, is not installed", CURE_PACKAGE)
    found = locate_browser(environment, headed=headed)
    if found is None:
        raise InstallBrowser("no Chromium or Chrome was found on this machine", CURE_BROWSER)
    return found


def _candidates(environment: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    if named := environment.get("NEWSBOT_BROWSER", "").strip():
        yield _named(named, environment), "NEWSBOT_BROWSER"
        return
    for path in _playwrights(environment):
        yield path, "Playwright's own"
    search = os.pathsep.join([environment.get("PATH", ""), *_PLACES])
    for program in _PROGRAMS:
        if where := shutil.which(program, path=search):
            yield Path(where), f"the system's {program}"
    for application in _APPLICATIONS if sys.platform == "darwin" else ():
        path = Path("/Applications") / application
        if path.exists():
            yield path, "an application"


def _named(named: str, environment: Mapping[str, str]) -> Path:
    path = shutil.which(str(Path(named).expanduser()), path=environment.get("PATH"))
    if path is None:
        why = f"{named} is no program that can be run"
        raise FixConfiguration("NEWSBOT_BROWSER", why, "Name the program of a Chromium or Chrome, or leave it out.")
    return Path(path)


def _playwrights(environment: Mapping[str, str]) -> list[Path]:
    """Browsers that Playwright installed, the newest first; whole ones before those without a window."""
    named = environment.get("PLAYWRIGHT_BROWSERS_PATH", "").strip()
    home = Path(environment.get("HOME") or Path.home())
    if named == "0":  # Playwright's word for: within its own package
        spec = find_spec("playwright")
        folders = [
            Path(place) / "driver/package/.local-browsers" for place in (spec and spec.submodule_search_locations) or ()
        ]
    elif named:
        folders = [Path(named).expanduser()]
    else:
        local = environment.get("LOCALAPPDATA")
        folders = [home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"]
        folders += [Path(local) / "ms-playwright"] if local else []
    return [
        path
        for folder in folders
        for pattern in _PLAYWRIGHTS
        for path in sorted(folder.glob(pattern), key=_number, reverse=True)
        if os.access(path, os.X_OK)
    ]


def _number(path: Path) -> int:
    return max((int(number) for number in re.findall(r"-(\d+)(?=/)", path.as_posix())), default=0)


def _version(path: Path) -> str:
    """What `--version` says; empty where it says nothing in time."""
    try:
        done = subprocess.run(  # noqa: S603 (the program that the owner has, or names)
            [str(path), "--version"], capture_output=True, text=True, errors="replace", timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    said = _VERSION.search(done.stdout)
    return said[0] if said else ""
