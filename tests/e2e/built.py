"""What newsbot is delivered as: built in a copy of the checkout, so that the checkout stays clean."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.e2e.process import ROOT

_PARTS = ("newsbot", "spiders", "pipelines")
_FILES = ("setup.py", "scrapy.cfg", "pyproject.toml", "README.md", "LICENSE")


def build(folder: Path, *arguments: str, mark: str = "") -> Path:
    """Run a builder in a copy of the checkout; the one file that it leaves in dist/.

    With a `mark`, the copy's settings end with this line: by it, what was built can be told from the checkout.
    """
    copy = folder / "copy"
    for part in _PARTS:
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copy(ROOT / name, copy / name)
    with (copy / "newsbot" / "settings.py").open("a", encoding="utf-8") as settings:
        settings.write(mark)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    (built,) = (copy / "dist").iterdir()
    return built


def must_hold() -> set[str]:
    """The files that every delivery holds, as the checkout has them: all modules, all data."""
    kinds = {".py", ".yml", ".css", ".js", ".txt", ".typed", ".html", ".svg"}
    found = [
        file for part in _PARTS for file in (ROOT / part).rglob("*") if file.suffix in kinds or file.name == "py.typed"
    ]
    return {str(file.relative_to(ROOT)) for file in found if "__pycache__" not in file.parts}
