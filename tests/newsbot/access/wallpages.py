"""Pages with walls, pages that came instead of articles, furniture of whole pages: the cases of `data/` as HTML.

`walls.jsonl`: what stands after a teaser where a wall is (`cut`, after `lead` paragraphs) and after the whole text
where there is none (`whole`). each `batch` was written before the rules had seen it (docs/access.md).
"""

import json
from dataclasses import dataclass
from pathlib import Path

from newsbot.article import Gate
from tests.newsbot.access.newspage import URL, document, news

DATA = Path(__file__).with_name("data")
WHOLE = 9
#: Scripts in which no blank stands between sentences.
_UNSPACED = frozenset({"ja", "zh", "th"})


def _rows(name):
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@dataclass(frozen=True)
class Wall:
    """A wall as site software or a publisher builds it."""

    name: str
    language: str
    gate: Gate
    cut: str
    batch: int
    whole: str = ""
    lead: int = 2
    head: str = ""
    declared: bool | None = None  #: isAccessibleForFree
    selector: str = ""  #: cssSelector of the part that is not free
    joined: str = ""  #: what the last paragraph before the wall ends on, instead of its full stop


@dataclass(frozen=True)
class Instead:
    """A page that came instead of an article."""

    name: str
    gate: Gate
    title: str
    body: str
    status: int = 200
    url: str = URL
    language: str = "en"

    @property
    def html(self):
        """The page."""
        return (
            f"<!doctype html><html lang='{self.language}'><head><title>{self.title}</title></head>"
            f"<body>{self.body}</body></html>"
        )


@dataclass(frozen=True)
class Furniture:
    """What stands on a page that is whole, `where` (before or after the text)."""

    name: str
    language: str
    where: str
    what: str
    batch: int


TALES = {row["language"]: row for row in _rows("tales.jsonl")}
WALLS = [Wall(**{**row, "gate": Gate(row["gate"])}) for row in _rows("walls.jsonl")]
INSTEAD = [Instead(**{**row, "gate": Gate(row["gate"])}) for row in _rows("instead.jsonl")]
FURNITURE = [Furniture(**row) for row in _rows("furniture.jsonl")]


def tale(language, paragraphs):
    """So many paragraphs of two sentences each, no two of them alike."""
    lines = TALES[language]["sentences"]
    joint = "" if language in _UNSPACED else " "
    pairs = [(lines[at % 5], lines[(at + 1 + at // 5) % 5]) for at in range(paragraphs)]
    return "".join(f"<p>{first}{joint}{second}</p>" for first, second in pairs)


def wall_page(wall, *, cut):
    """The page as it is served to one who may not read on, or to one who may."""
    text = tale(wall.language, wall.lead if cut else WHOLE)
    if cut and wall.joined:
        text = text.removesuffix("</p>").rstrip(".。") + wall.joined + "</p>"
    facts = {} if wall.declared is None else {"isAccessibleForFree": wall.declared}
    if wall.selector:
        facts["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": wall.selector}
    title = TALES[wall.language]["title"]
    body = f"<div class='story-text'>{text}</div>{wall.cut if cut else wall.whole}"
    return document(body, data=news(headline=title, **facts), head=wall.head, lang=wall.language, title=title)


def furniture_page(each, paragraphs):
    """A page whose text is so many paragraphs, with its furniture."""
    text, title = tale(each.language, paragraphs), TALES[each.language]["title"]
    body = each.what + text if each.where == "before" else text + each.what
    return document(f"<div>{body}</div>", data=news(headline=title), lang=each.language, title=title)
