"""How much slower one site is read while another one, in the same crawl, loses its session again and again.

    python benchmarks/two_sites.py [--rounds 3] [--pages 400] [--delay 0.1] [--held 3]

Two demo newspapers are crawled by one `newsbot crawl`, with a real Chromium. One ends its readers' sessions after
every third page, five times, and keeps whoever signs in waiting; nobody signs in to the other. Beside it, in turns, a
control: the same, but no session ends, and no sign-in is kept waiting. The pace of the other site is set by its
Crawl-delay, so the figures hold on a busy machine too, as long as that has time left between two pages.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.e2e.process import clean_environment
from tests.e2e.two_sites import Plan, Seen, crawl_two

_ENDS = (3, 6, 9, 12, 15)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=400, help="of the site that goes on; they must outlast the other")
    parser.add_argument("--delay", type=float, default=0.1, help="seconds between two pages of a site")
    parser.add_argument("--held", type=float, default=3.0, help="seconds for which a sign-in is kept waiting")
    options = parser.parse_args()
    plans = {
        "one loses its session five times": Plan(options.delay, options.pages, _ENDS, options.held),
        "control: no session ends": Plan(options.delay, options.pages, (), 0.0),
    }
    seen: dict[str, list[Seen]] = {name: [] for name in plans}
    for _ in range(options.rounds):
        for name, plan in plans.items():
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder)
                seen[name].append(crawl_two(plan, home, clean_environment(home)))
            print(f"{name}: {seen[name][-1]}", file=sys.stderr)
    show(seen)


def show(seen: dict[str, list[Seen]]) -> None:
    """Print the medians, and how far they are apart."""
    table = Table(title="The site that goes on, medians of the rounds", title_justify="left")
    for column in ("", "logins of the other", "pages/s", "ms between pages", "while a sign-in was held", "longest"):
        table.add_column(column, justify="right" if column else "left")
    paces = []
    for name, rounds in seen.items():
        paces.append(statistics.median(each.pace for each in rounds))
        free = [statistics.median(each.gaps(held=False)) for each in rounds]
        held = [statistics.median(gaps) for each in rounds if (gaps := each.gaps(held=True))]
        longest = statistics.median(max(each.gaps(held=False) + each.gaps(held=True)) for each in rounds)
        numbers = [f"{1000 * statistics.median(spans):.0f}" if spans else "" for spans in (free, held, [longest])]
        table.add_row(name, str(rounds[0].logins), f"{paces[-1]:.2f}", *numbers)
    Console(width=120).print(table)
    print(f"slower by {100 * (1 - paces[0] / paces[1]):.1f} %")


if __name__ == "__main__":
    main()
