"""`newsbot history`: the versions of an article, and what changed from one to the next."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any

import orjson
import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newsbot.article import Article
from newsbot.changes import Change, Kind, headlines, what_changed
from newsbot.cli.console import harmless, out, say
from newsbot.cli.looking import StoreOption, open_existing
from newsbot.difference import Op, Passage, difference
from newsbot.errors import FixArgument
from newsbot.urls import is_http

_STYLES = {Op.SAME: "", Op.ADDED: "green", Op.REMOVED: "red strike"}
#: Where there are no colours (files, pipes), marks tell it, as `git diff --word-diff` has them.
_MARKS = {Op.SAME: ("", ""), Op.ADDED: ("{+", "+}"), Op.REMOVED: ("[-", "-]")}
#: Told by paragraphs and words; the other kinds of changes are short facts.
_TEXTS = frozenset({Kind.HEADLINE, Kind.BODY, Kind.CORRECTION, Kind.LIVE, Kind.DESCRIPTION})
_WITHDRAWALS = {Kind.WITHDRAWN: "It was withdrawn", Kind.RETURNED: "It is there again; it had been withdrawn"}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(history)


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and what changed since the one before."""

    version: Article
    changes: list[Change]

    @property
    def at(self) -> datetime | None:
        """When this version was first seen."""
        revision = self.version.revision
        return revision.firstFetchedAt if revision.number == 1 else revision.changedAt


def history(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of an article, in any of its spellings.")],
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the history as one JSON object.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Show what stayed the same, too.")] = False,
) -> int:
    """Tell how an article changed: its versions, its headlines, and what was added and taken out in each step.

    Exit code 1 where no article is kept from the address.
    """
    if not is_http(url):
        raise FixArgument("URL", url, "it is no http(s) address", "Give it as it stands in the browser, with https://.")
    with open_existing(store) as opened:
        versions = opened.revisions(url)
        seen = bool(versions) or bool(opened.visits([url]))
    if not versions:
        say(
            "No article is kept from this address; `newsbot why URL` tells what became of it."
            if seen
            else "newsbot has never seen this address: no feed, sitemap or section named it, and nobody gave it."
        )
        return 1
    steps = steps_of(versions)
    if as_json:
        sys.stdout.write(orjson.dumps(as_data(steps), option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z).decode() + "\n")
    else:
        _in_words(steps, full=full)
    return 0


def steps_of(versions: Sequence[Article]) -> list[Step]:
    """The versions, the oldest first, each with what changed since the one before."""
    changes = [what_changed(before, after) for before, after in pairwise(versions)]
    return [Step(*each) for each in zip(versions, [[], *changes], strict=True)]


def as_data(steps: Sequence[Step]) -> dict[str, Any]:
    """The history for machines. A difference is a list of passages; those that changed hold pieces of both texts."""
    at = {step.version.revision.number: step.at for step in steps}
    last = steps[-1].version
    return {
        "url": last.url,
        "key": last.key,
        "withdrawnAt": last.revision.withdrawnAt,
        "withdrawnReason": last.revision.withdrawnReason,
        "headlines": [
            {"headline": each.headline, "version": each.version, "since": at[each.version]}
            for each in headlines([step.version for step in steps])
        ],
        "versions": [
            {
                "number": step.version.revision.number,
                "at": step.at,
                "headline": step.version.headline,
                "delivered": step.version.access.delivered,
                "contentHash": step.version.revision.contentHash,
                "changes": [_change_data(each) for each in step.changes],
            }
            for step in steps
        ],
    }


def _change_data(change: Change) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": change.kind, "before": change.before, "after": change.after}
    if change.kind in _TEXTS:
        data["difference"] = [asdict(each) for each in difference(change.before or "", change.after or "")]
    return data


# ── for people ──────────────────────────────────────────────────────────────────────────────────────────────────────


def shown(text: str, style: str = "") -> Text:
    """Text of an article, fit for a terminal."""
    return Text(harmless(text), style=style)


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else "unknown"


def _in_words(steps: Sequence[Step], *, full: bool) -> None:
    last = steps[-1].version
    out.print(shown(last.headline or "An article without headline", "bold"))
    out.print(shown(last.url))
    if last.revision.withdrawnAt is not None:
        why = f"Withdrawn, seen {_moment(last.revision.withdrawnAt)} UTC: {last.revision.withdrawnReason}"
        out.print(Text(why, style="yellow"))
    _versions(steps)
    _headlines(steps)
    for step in steps:
        if step.changes:
            out.print(Text(f"\nVersion {step.version.revision.number}, {_moment(step.at)} UTC", style="bold"))
            for change in step.changes:
                _tell(change, full=full)


def _versions(steps: Sequence[Step]) -> None:
    table = Table(title="\nVersions", title_justify="left")
    for column in ("nr", "since (UTC)", "delivered", "what changed"):
        table.add_column(column, overflow="fold")
    for step in steps:
        names = ", ".join(each.kind.value for each in step.changes)
        what = names or ("first seen" if step is steps[0] else "trivia only")
        delivered = step.version.access.delivered.value
        table.add_row(str(step.version.revision.number), _moment(step.at), delivered, what)
    out.print(table)
    if len(steps) == 1:
        out.print("There is one version: no change was seen since.")


def _headlines(steps: Sequence[Step]) -> None:
    titles = headlines([step.version for step in steps])
    if len(titles) == 1:
        return
    at = {step.version.revision.number: step.at for step in steps}
    table = Table(title="\nHeadlines", title_justify="left")
    for column in ("nr", "since (UTC)", "headline"):
        table.add_column(column, overflow="fold")
    for each in titles:
        table.add_row(str(each.version), _moment(at[each.version]), shown(each.headline or "(none)"))
    out.print(table)


def _tell(change: Change, *, full: bool) -> None:
    if change.kind in _WITHDRAWALS:
        why = change.after or change.before or "no reason is known"
        out.print(Text(f"{_WITHDRAWALS[change.kind]}: {why}", style="yellow"))
        return
    if change.kind not in _TEXTS:
        text = Text(f"{change.kind.value}: ")
        text.append(shown(change.before or "none", _STYLES[Op.REMOVED])).append(" → ")
        out.print(text.append(shown(change.after or "none", _STYLES[Op.ADDED])))
        return
    out.print(Text(f"{change.kind.value}:"))
    for passage in difference(change.before or "", change.after or ""):
        out.print(Padding.indent(_passage(passage, full=full), 2))


def _passage(passage: Passage, *, full: bool) -> Text:
    """A passage as it is shown."""
    if not passage.changed and not full:
        count = sum(bool(line.strip()) for piece in passage.pieces for line in piece.text.split("\n"))
        what = "1 paragraph" if count == 1 else f"{count} paragraphs"
        return Text(f"… {what} the same …", style="dim")
    text = Text()
    plain = out.color_system is None or out.no_color
    for piece in passage.pieces:
        said = piece.text.strip("\n") if piece is passage.pieces[0] else piece.text
        before, after = _MARKS[piece.op] if plain else ("", "")
        blank = said[: len(said) - len(said.lstrip())]
        text.append(shown(f"{blank}{before}{said[len(blank) :]}{after}", _STYLES[piece.op]))
    return text
