"""Measures: how close what a reader found is to what a corpus knows of a page, and the means over many pages.

What is measured, and how, is what the scorer of the corpus says in its docstring; this is an own reading of it, so that
a mistake in one of the two shows. Pure: no files, no readers. Every share is between 0 and 1.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

#: Consecutive words that must agree.
RUN = 4
#: So much of a caption is compared: the rest is often a credit, which pages place in many ways.
CAPTION = 60
#: Of these only a part reached the reader, or nothing.
RESTRICTED = frozenset({"partial_teaser", "obfuscated", "none"})
#: A text of less is a failure, one of more is as good as perfect.
LOW, HIGH = 0.5, 0.98

# Kana, Han and Hangul are written without spaces, or agglutinate: each character counts as a word.
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\\W_]+")
_QUOTES = str.maketrans({**dict.fromkeys("‘’‚′`´", "'"), **dict.fromkeys("“”„«»", '"')})
_NESTED = re.compile(r"https?://[^\s&]+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of what was found is right, and how much of what is right was found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Counts over the pictures of a page; captions and credits are asked for where a picture was found and has one."""

    found: int = 0
    missed: int = 0
    extra: int = 0
    captions: int = 0
    captionsRight: int = 0
    credits: int = 0
    creditsRight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A reader's result on one page. None: the corpus does not know, or the reader does not say."""

    body: Overlap | None = None
    headline: bool | None = None
    authors: float | None = None
    sameDay: bool | None = None
    sameMinute: bool | None = None
    pictures: Pictures | None = None
    restricted: tuple[bool, bool] | None = None  #: whether it is, and whether the reader says so
    gate: bool | None = None


def folded(text: str | None) -> str:
    """Text without what does not matter: case, kinds of quotation marks, white space, compatible characters."""
    plain = unicodedata.normalize("NFKC", text or "").casefold()
    return " ".join(plain.translate(_QUOTES).split())


def runs(text: str | None) -> Counter[tuple[str, ...]]:
    """The multiset of the text's runs of four words; of a shorter text the one run of all its words."""
    words = _WORD.findall(folded(text))
    if len(words) <= RUN:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(RUN)), strict=False))


def overlap(expected: Counter[Any], got: Counter[Any]) -> Overlap:
    """Precision and recall of one multiset against another; two empty ones agree."""
    if not expected and not got:
        return Overlap(1.0, 1.0)
    common = (expected & got).total()
    return Overlap(common / (got.total() or 1), common / (expected.total() or 1))


def moment(text: str | None) -> datetime | None:
    """An ISO 8601 date as a moment in UTC, which a date without a zone is taken to be in; None where it is no date."""
    try:
        read = datetime.fromisoformat(text) if text else None
        return read.astimezone(UTC) if read and read.tzinfo else read and read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def picture_name(url: str | None) -> str:
    """What is the same for every size of a picture: host and path, of the inner address where a service resizes it."""
    try:
        parts = urlsplit(unquote(url or ""))
        inner = _NESTED.findall(f"{parts.path}?{parts.query}")
        parts = urlsplit(inner[-1]) if inner else parts
    except ValueError:
        return ""
    return f"{parts.netloc}{parts.path}".casefold()


def truth(page: Mapping[str, Any]) -> str | None:
    """The text that a page is known to hold, a block a line; None where it is not known."""
    if page.get("body") is None:
        return None
    return "\n".join([*page.get("summary", ()), *(text for part in page["body"] for text in list(part.values())[:1])])


def score(page: Mapping[str, Any], got: Mapping[str, Any]) -> Score:
    """Score one reading of one page, both as in the lines of a corpus and of a file of predictions."""
    text = truth(page)
    published, read = moment(page.get("datePublished")), moment(got.get("datePublished"))
    judged = bool(page.get("delivered")) and "delivered" in got
    authors = {"want": page.get("authors"), "have": got.get("authors") or []}
    return Score(
        body=None if text is None else overlap(runs(text), runs(got.get("articleBody"))),
        headline=folded(page["headline"]) == folded(got.get("headline")) if page.get("headline") else None,
        authors=overlap(*(Counter(set(map(folded, names))) for names in authors.values())).f1
        if authors["want"]
        else None,
        sameDay=(read is not None and read.date() == published.date()) if published else None,
        sameMinute=(read is not None and abs((read - published).total_seconds()) < 60) if published else None,
        pictures=_pictures(page["images"], got.get("images") or []) if page.get("images") is not None else None,
        restricted=(page["delivered"] in RESTRICTED, got["delivered"] in RESTRICTED) if judged else None,
        gate=page["gate"] == got.get("gate") if judged and page.get("gate") else None,
    )


def _pictures(expected: Sequence[Mapping[str, Any]], got: Iterable[Mapping[str, Any]]) -> Pictures:
    named = {picture_name(image.get("url")): image for image in got}
    left, pairs = dict(named), []
    for image in expected:
        name = next((name for name in map(picture_name, image["urls"]) if name in left), None)
        if name is not None:
            pairs.append((image, left.pop(name)))
    captioned = [(want["caption"], have.get("caption")) for want, have in pairs if want.get("caption")]
    credited = [(want["credit"], folded(have.get("creditText"))) for want, have in pairs if want.get("credit")]
    return Pictures(
        found=len(pairs),
        missed=len(expected) - len(pairs),
        extra=len(left),
        captions=len(captioned),
        captionsRight=sum(folded(want)[:CAPTION] == folded(have)[:CAPTION] for want, have in captioned),
        credits=len(credited),
        creditsRight=sum(any(folded(each) in have for each in want) for want, have in credited),
    )


def summary(scores: Sequence[Score]) -> dict[str, float | int | None]:
    """The measures over many pages, by name; None where no page has a say."""
    bodies = [each.body for each in scores if each.body]
    return {
        "pages": len(scores),
        "bodyPages": len(bodies),
        "bodyPrecision": _mean(body.precision for body in bodies),
        "bodyRecall": _mean(body.recall for body in bodies),
        "bodyF1": _mean(body.f1 for body in bodies),
        "bodyLow": sum(body.f1 < LOW for body in bodies),
        "bodyHigh": sum(body.f1 >= HIGH for body in bodies),
        "headline": _mean(each.headline for each in scores if each.headline is not None),
        "authors": _mean(each.authors for each in scores if each.authors is not None),
        "sameDay": _mean(each.sameDay for each in scores if each.sameDay is not None),
        "sameMinute": _mean(each.sameMinute for each in scores if each.sameMinute is not None),
        **_picture_shares([each.pictures for each in scores if each.pictures]),
        **_verdicts([each.restricted for each in scores if each.restricted]),
        "gate": _mean(each.gate for each in scores if each.gate is not None),
    }


def costs(milliseconds: Iterable[float]) -> dict[str, float | None]:
    """Median, mean and 95th percentile (the nearest rank above) of what pages cost."""
    ordered = sorted(milliseconds)
    if not ordered:
        return {"cpuMedian": None, "cpuMean": None, "cpuP95": None}
    return {
        "cpuMedian": statistics.median(ordered),
        "cpuMean": statistics.fmean(ordered),
        "cpuP95": ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)],
    }


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return statistics.fmean(listed) if listed else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _picture_shares(counts: Sequence[Pictures]) -> dict[str, float | None]:
    found = sum(each.found for each in counts)
    return {
        "imagesPrecision": _share(found, found + sum(each.extra for each in counts)),
        "imagesRecall": _share(found, found + sum(each.missed for each in counts)),
        "captions": _share(sum(each.captionsRight for each in counts), sum(each.captions for each in counts)),
        "credits": _share(sum(each.creditsRight for each in counts), sum(each.credits for each in counts)),
    }


def _verdicts(pairs: Sequence[tuple[bool, bool]]) -> dict[str, float | int | None]:
    counts = Counter(pairs)
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    return {
        "restrictedPrecision": _share(right, right + wrong),
        "restrictedRecall": _share(right, right + missed),
        "restrictedRight": right,
        "restrictedWrong": wrong,
        "restrictedMissed": missed,
    }
