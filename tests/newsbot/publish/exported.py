"""What tests of exports share: articles written to files, and taken from them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from newsbot.article import Article
from newsbot.publish.forms import Form, form_of
from newsbot.publish.taking import Bad, Found, take_from
from newsbot.publish.writing import writing

#: A name for each form that there is.
NAMES = ["news.jsonl", "news.jsonl.gz", "news.csv", "news.csv.gz", "news.parquet", "news.sqlite", "notes"]
#: Those that hold all of an article.
LOSSLESS = ["news.jsonl", "news.jsonl.gz", "news.parquet"]


def form_at(path: Path) -> Form:
    """The form that a name means here: one without a suffix is a folder."""
    return form_of(path, folder=not path.suffix, option="--to")


def write(path: Path, articles: Iterable[Article]) -> Path:
    """Export these."""
    with writing(path, form_at(path)) as sink:
        for article in articles:
            sink.add(article)
    return path


def take(path: Path) -> tuple[list[Article], list[Bad]]:
    """What is in there: articles, and what is none."""
    taken = list(take_from(path, form_at(path)))
    good = [each.article for each in taken if isinstance(each, Found)]
    return good, [each for each in taken if isinstance(each, Bad)]
