"""newsbot as a wheel: what it holds, and that it works where nothing else of this checkout is."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.e2e.built import build, must_hold
from tests.e2e.process import clean_environment


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as hatchling builds it."""
    return build(tmp_path_factory.mktemp("wheel"), "-m", "hatchling", "build", "-t", "wheel")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel was installed into."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*pip, "--disable-pip-version-check", "--target", str(folder), str(wheel)], check=True, timeout=100)
    return folder


def test_the_wheel_is_whole_and_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert must_hold() - names == set()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"newsbot", "spiders", "pipelines"}
    information = {name.split("/", 1)[1] for name in names if ".dist-info/" in name}
    assert {"METADATA", "entry_points.txt", "licenses/LICENSE"} <= information


def run(installed: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the installed wheel, far from the checkout."""
    environment = {**clean_environment(home), "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_installed_command_works(installed: Path, tmp_path: Path) -> None:
    listed = run(installed, tmp_path, str(installed / "bin" / "newsbot"), "sites", "list")
    assert listed.returncode == 0, listed.stderr
    assert "der-standard" in listed.stdout
    where = run(installed, tmp_path, "-c", "import newsbot, spiders, pipelines; print(newsbot.__file__)")
    assert where.stdout.startswith(str(installed))


def test_the_installed_project_has_its_spiders(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsbot.settings\n")
    listed = run(installed, tmp_path, "-m", "scrapy", "list")
    assert listed.stdout.splitlines() == ["archive", "article", "service", "site"]
