"""`newsbot read`: one saved page, read offline."""

from __future__ import annotations

import gzip
import sys
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newsbot.access.explain import explain
from newsbot.article import Article, Crawl
from newsbot.cli.console import out
from newsbot.config import read_config
from newsbot.errors import FixArgument
from newsbot.reading import PageRead, hints_of, read_bytes
from newsbot.sites.catalog import load_site
from newsbot.store.documents import to_json
from newsbot.urls import is_http

MOST_BYTES = 50 * 1024 * 1024


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(read)


def read(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A saved HTML page (.gz too), or - for stdin.")],
    url: Annotated[
        str, typer.Option("--url", help="The address the page came from: links and the site file depend on it.")
    ],
    explain_it: Annotated[
        bool,
        typer.Option(
            "--explain", help="Tell in words what was read, where from, and how the access verdict came about."
        ),
    ] = False,
) -> None:
    """Read a saved page without the network and print the article as JSON."""
    if not is_http(url):
        raise FixArgument("--url", url, "it is no http(s) address", "Give the address the page was saved from.")
    site = load_site(url, own=read_config().sites)
    result = read_bytes(page_bytes(file), url, hints=hints_of(site))
    if explain_it:
        _explain(result)
    else:
        article = replace(result.article, crawl=Crawl(requestedUrl=url, fetchMode="file"))
        text = orjson.dumps(orjson.loads(to_json(article)), option=orjson.OPT_INDENT_2)
        sys.stdout.write(text.decode() + "\n")


def page_bytes(file: str, argument: str = "FILE") -> bytes:
    """A saved page, unpacked; `-` is stdin. Raises `FixArgument`, which names the argument, for what cannot be read."""
    try:
        body = sys.stdin.buffer.read(MOST_BYTES + 1) if file == "-" else Path(file).read_bytes()
        if body[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=BytesIO(body)) as unpacked:
                body = unpacked.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise FixArgument(argument, file, why, "Give a saved HTML page, or - to read it from stdin.") from error
    return body


def _explain(result: PageRead) -> None:
    article = result.article
    table = Table(title="What was read", title_justify="left", show_lines=False)
    for column in ("field", "value", "from"):
        table.add_column(column, overflow="fold")
    for name, value in _facts(article):
        source = article.provenance.get(name)
        table.add_row(name, Text(value), Text(source.source if source else "", style="dim"))
        if source and source.runnerUp:
            other = f"against it: {source.runnerUp[:200]}"
            table.add_row("", Text(other, style="dim"), Text(source.runnerUpSource or "", style="dim"))
    out.print(table)
    out.print("\n[bold]How the access verdict came about[/]")
    for line in explain(article.access):
        out.print(Padding.indent(Text(line, style="dim" if line.startswith("Seen ") else ""), 2))
    if result.reading.removed:
        out.print("\n[bold]Left out of the text[/]")
        for removed in result.reading.removed:
            line = f"{removed.kind} ({removed.position.value}): {removed.text[:160]}"
            out.print(Padding.indent(Text(line, style="dim"), 2))


def _facts(article: Article) -> list[tuple[str, str]]:
    body = article.articleBody or ""
    facts = [
        ("headline", article.headline),
        ("description", article.description),
        ("authors", ", ".join(author.name for author in article.authors)),
        ("datePublished", article.datePublished.isoformat() if article.datePublished else None),
        ("dateModified", article.dateModified.isoformat() if article.dateModified else None),
        ("articleSection", article.articleSection),
        ("keywords", ", ".join(article.keywords)),
        ("inLanguage", article.inLanguage),
        ("publisher", article.publisher),
        ("mainImage", article.mainImage.url if article.mainImage else None),
        ("images", str(len(article.images)) if article.images else None),
        ("articleBody", f"{body[:200]}{'…' if len(body) > 200 else ''} ({article.wordCount} words)" if body else None),  # noqa: PLR2004
    ]
    return [(name, value) for name, value in facts if value]
