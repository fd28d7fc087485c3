"""`newsbot story`: the copies of an article, on all sites and of all times."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import orjson
import typer
from rich.table import Table
from rich.text import Text

from newsbot.article import Article
from newsbot.cli.console import out, say
from newsbot.cli.history import shown
from newsbot.cli.looking import StoreOption, open_existing
from newsbot.errors import FixArgument
from newsbot.store.likenesses import where_kept
from newsbot.stories import in_common, original
from newsbot.urls import is_http


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(story)


def story(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of an article, in any of its spellings.")],
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the copies as one JSON object.")] = False,
) -> int:
    """List the copies of an article: wire copies, syndicated and other versions, on all sites.

    Named is which came first, and how much of the shorter text each copy has in common with it. Exit code 1 where no
    article is kept from the address.
    """
    if not is_http(url):
        raise FixArgument("URL", url, "it is no http(s) address", "Give it as it stands in the browser, with https://.")
    with open_existing(store) as opened:
        copies = opened.story(where_kept(opened, url))
    if not copies:
        say("No article is kept from this address; `newsbot why URL` tells what became of it.")
        return 1
    first = original(copies)
    if as_json:
        sys.stdout.write(orjson.dumps(as_data(copies, first), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        _in_words(copies, first)
    return 0


def as_data(copies: Sequence[Article], first: Article) -> dict[str, Any]:
    """The copies for machines, in the order in which they were first fetched; `first` is the one to be named."""
    name = next((each.story for each in copies if each.story), copies[0].key)
    return {
        "story": name,
        "first": first.url,
        "copies": [
            {
                "url": each.url,
                "key": each.key,
                "site": each.crawl.site,
                "headline": each.headline,
                "datePublished": each.datePublished,
                "firstFetchedAt": each.revision.firstFetchedAt,
                "delivered": each.access.delivered,
                "first": each is first,
                "inCommon": None if each is first else _rounded(in_common(each, first)),
            }
            for each in copies
        ],
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 2)


def _in_words(copies: Sequence[Article], first: Article) -> None:
    out.print(shown(first.headline or "An article without headline", "bold"))
    out.print(shown(first.url))
    if len(copies) == 1:
        out.print("No copy of it is known.")
        return
    table = Table(title=f"\n{len(copies)} copies", title_justify="left")
    for column in ("site", "published (UTC)", "headline and address", "in common"):
        table.add_column(column, overflow="fold")
    for each in [first, *(copy for copy in copies if copy is not first)]:
        when = each.datePublished or each.revision.firstFetchedAt
        share = in_common(each, first)
        told = "the first" if each is first else "unknown" if share is None else f"{share:.0%}"
        what = Text("\n").join([shown(each.headline or "(none)"), shown(each.url, "dim")])
        table.add_row(each.crawl.site, f"{when:%Y-%m-%d %H:%M}" if when else "unknown", what, told)
    out.print(table)
