"""What exporting and importing cost: CPU milliseconds an article, and the most memory that a process held.

    python benchmarks/export.py [--articles N[,N…]] [--forms jsonl,csv,parquet,sqlite,markdown] [--import] [--folder F]

Each export runs in a process of its own, as `newsbot export` does. Flat memory shows where the figure for many articles
is that for few. A store of a million articles takes some 20 GB: --folder says where, and keeps it for next time.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.store import BATCH, make_article  # noqa: E402 - from this folder's own root
from newsbot.store.opening import open_store  # noqa: E402

NAMES = {
    "jsonl": "news.jsonl",
    "jsonl.gz": "news.jsonl.gz",
    "csv": "news.csv",
    "parquet": "news.parquet",
    "sqlite": "news.export.db",
    "markdown": "notes",
}
#: What is run: the command, and then what its process needed, to be read from the last line of its standard error.
_CODE = """
import re, resource, sys
from pathlib import Path
from newsbot.cli.app import run
code = run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
status = Path("/proc/self/status")  # what getrusage tells of memory begins with that of the process before
peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) if status.exists() else used.ru_maxrss
print(code, used.ru_utime + used.ru_stime, peak, file=sys.stderr)
"""


def fill(path: Path, count: int) -> str:
    """A store with so many articles; what is there already stays."""
    uri = f"sqlite:///{path}"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        chance = random.Random(7)
        with open_store(f"sqlite:///{part}") as store:
            for start in range(0, count, BATCH):
                store.save([make_article(number, chance) for number in range(start, min(start + BATCH, count))])
        part.rename(path)
    return uri


def newsbot(*arguments: str) -> tuple[float, float, float]:
    """Run a command; its CPU seconds, wall seconds, and the most megabytes that it held."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _CODE, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    code, cpu, memory = done.stderr.strip().splitlines()[-1].split()
    assert code == "0", done.stderr
    return float(cpu), time.perf_counter() - started, float(memory) / 1024


def size_of(path: Path) -> int:
    """Bytes of a file, or of all in a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def measure(folder: Path, count: int, forms: list[str], table: Table, *, back: bool) -> None:
    """One size of store, all forms."""
    uri = fill(folder / f"store-{count}.sqlite", count)
    for form in forms:
        target = folder / f"{count}-{NAMES[form]}"
        remove(target)
        cpu, wall, memory = newsbot("export", "--store", uri, "--to", str(target))
        table.add_row(f"{count:,}", form, *row(count, cpu, wall, memory), f"{size_of(target) / 1e6:,.1f}")
        if back:
            into = folder / "again.sqlite"
            cpu, wall, memory = newsbot("import", str(target), "--store", f"sqlite:///{into}")
            table.add_row("", f"{form}, back in", *row(count, cpu, wall, memory), "")
            for path in folder.glob("again.sqlite*"):
                path.unlink()
        remove(target)
    table.add_section()


def row(count: int, cpu: float, wall: float, memory: float) -> list[str]:
    return [f"{cpu / count * 1000:.3f}", f"{count / wall:,.0f}", f"{memory:,.0f}"]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="1000,10000", help="how many, with commas (default: 1000,10000)")
    parser.add_argument("--forms", default=",".join(NAMES), help="which forms (default: all)")
    parser.add_argument("--import", dest="back", action="store_true", help="also what the way back costs")
    parser.add_argument("--folder", type=Path, help="where stores and exports are put; stores are kept there")
    given = parser.parse_args()
    table = Table(title="Exports: what they cost")
    for title in ("articles", "form"):
        table.add_column(title)
    for title in ("CPU ms/article", "articles/s", "peak MB", "size MB"):
        table.add_column(title, justify="right")
    with tempfile.TemporaryDirectory(prefix="nb-") as own:
        folder = given.folder or Path(own)
        folder.mkdir(parents=True, exist_ok=True)
        for count in map(int, given.articles.split(",")):
            measure(folder, count, given.forms.split(","), table, back=given.back)
    Console().print(table)


if __name__ == "__main__":
    main()
