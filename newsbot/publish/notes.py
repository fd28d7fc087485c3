"""Notes: an article as a Markdown file with front matter, the place of that file in a folder, and back. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import yaml

from newsbot.article import Article
from newsbot.publish.columns import SCALARS, moment_text, unflattened
from newsbot.publish.markdown import body_of_html, body_of_text, escaped, lines_of, link, text_of_body
from newsbot.publish.records import BadRecordError
from newsbot.store.documents import Document, clean_text, instant

#: The name of the list of a site's notes.
INDEX = "index.md"
#: Every remark of newsbot in a note begins so; what an article says is escaped and cannot.
_REMARK = "> **newsbot:** "
_LONGEST_SLUG = 60
_LONGEST_SITE = 60
#: Front matter that is larger was not written here: YAML of this size takes seconds to read.
_LARGEST_FRONT = 4_000_000
_LARGEST_VALUE = 100_000
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_SITE = re.compile(r"[^a-z0-9.-]+")
#: Names that Windows keeps for devices, whatever comes behind their first point.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_FRONT = re.compile(r"\ufeff?---\r?\n(.*?)\r?\n---\r?\n(.*)", re.DOTALL)
_INDEX_LINE = re.compile(r"- .*\]\(<([0-9a-z/-]+-?([0-9a-f]{32})\.md)>\)")

_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the one in C is ten times as fast
_Reader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(_Base):  # type: ignore[misc]  # which one it is, is known when it runs
    """Never writes anchors: two values that are equal by chance are two values."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's own
        return True


def note_of(article: Article) -> str:
    """The text of an article's note: front matter, headline, what newsbot has to remark, the body."""
    parts = [f"---\n{_front_matter(article)}---", f"# {_headline(article)}"]
    parts += [_REMARK + remark for remark in remarks(article)]
    body = body_of_html(article.articleBodyHtml) if article.articleBodyHtml else ""
    parts.append(body or body_of_text(article.articleBody or ""))
    return "\n\n".join(filter(None, parts)) + "\n"


def read_note(text: str) -> Document:
    """The plain data of an article from its note; the body as plain text. Raises `BadRecordError`."""
    found = _FRONT.fullmatch(text)
    if found is None:
        raise BadRecordError("it has no front matter between lines of ---")
    if len(found[1]) > _LARGEST_FRONT:
        raise BadRecordError("its front matter is too large")
    values = _read_front(found[1])
    lines = (line for line in found[2].replace("\r\n", "\n").split("\n") if not line.startswith(("# ", _REMARK)))
    values["articleBody"] = text_of_body("\n".join(lines)) or None
    authors = values.pop("authors", None)
    document = unflattened(values)
    if authors is not None:
        document["authors"] = authors
    return document


def place_of(article: Article) -> str:
    """Where the note is, below the folder: `site/YYYY/MM/slug-key.md`, in signs that every system takes."""
    when = article.datePublished or article.crawl.fetchedAt
    day = f"{instant(when):%Y/%m}" if when and when.year >= 1000 else "undated"  # noqa: PLR2004 - %Y has no zeros before
    slug = _slug(article.headline or "")
    return f"{site_folder(article)}/{day}/{slug}{'-' if slug else ''}{article.key}.md"


def site_folder(article: Article) -> str:
    """The folder of an article's site."""
    name = _NOT_SITE.sub("-", _ascii(article.crawl.site or ""))[:_LONGEST_SITE].strip("-.")
    return f"site-{name}" if _RESERVED.fullmatch(name) else name or "unknown-site"


def index_line(article: Article, place: str) -> str:
    """The line of a note in the list of its site."""
    when = article.datePublished or article.crawl.fetchedAt
    label = " ".join(lines_of(article.headline or "")) or article.key
    state = "" if article.complete else f" ({article.access.delivered.value})"
    day = f"{when.date().isoformat()} " if when else ""
    return f"- {day}{link(label, place.partition('/')[2])}{state}\n"


def indexed(line: str) -> tuple[str, str] | None:
    """The key and the place (below the site's folder) of a line of such a list; None where it is another line."""
    found = _INDEX_LINE.match(line)
    return (found[2], found[1]) if found else None


def remarks(article: Article) -> list[str]:
    """What has to stand above a text: that it is not whole, or may not be, and that it was taken away."""
    access = article.access
    facts = f"delivered: {access.delivered.value}, gate: {access.gate.value}, declared: {access.declared.value}"
    told = [] if article.complete else [f"This is not known to be the whole article ({facts}).".replace("_", "\\_")]
    if article.revision.withdrawnAt is not None:
        told.append(f"The publisher took this article away; seen {article.revision.withdrawnAt:%Y-%m-%d}.")
    return told


def _headline(article: Article) -> str:
    return escaped(" ".join(lines_of(article.headline or ""))) or "(no headline)"


def _front_matter(article: Article) -> str:
    values: dict[str, object] = {
        name: value
        for name, get in SCALARS.items()
        if name != "articleBody" and (value := _plain(get(article))) is not None
    }
    authors = [
        {name: clean_text(value) for name in ("name", "url") if (value := getattr(author, name)) is not None}
        for author in article.authors
    ]
    values |= {"authors": authors} if authors else {}
    values |= {"keywords": list(map(clean_text, article.keywords))} if article.keywords else {}
    values |= {"images": [clean_text(image.url) for image in article.images]} if article.images else {}
    dumped: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_LARGEST_VALUE)
    return dumped


def _plain(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    # As text: readers of YAML do not agree on what a date is.
    return moment_text(value) if isinstance(value, datetime) else value


def _read_front(text: str) -> dict[str, Any]:
    try:
        # Aliases are never written here, and a few of them can stand for billions of values.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Reader)):
            raise BadRecordError("its front matter has aliases")
        values = yaml.load(text, Loader=_Reader)  # noqa: S506 - a safe one
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadRecordError(f"its front matter is no YAML: {' '.join(str(error).split())[:150]}") from error
    if not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
        raise BadRecordError("its front matter holds no fields")
    return dict(values)


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", clean_text(text)).encode("ascii", "ignore").decode().lower()


def _slug(text: str) -> str:
    return _NOT_SLUG.sub("-", _ascii(text[: _LONGEST_SLUG * 4]))[:_LONGEST_SLUG].strip("-")
