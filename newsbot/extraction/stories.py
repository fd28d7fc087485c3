"""Stories: the page's article in its embedded data, told from the other stories that the same data holds."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from lxml import etree
from lxml.html import document_fromstring, fragment_fromstring

from newsbot.extraction.blocks import Block, blocks_in
from newsbot.extraction.body import dom_body
from newsbot.extraction.embedded import embedded_values
from newsbot.extraction.flight import elements_html
from newsbot.extraction.identity import PUBLISHED, TITLES, Wanted, known_by_text, owner_of, strings_of, wanted_of
from newsbot.extraction.jsonld import items
from newsbot.extraction.outline import read_outline
from newsbot.extraction.page import Page
from newsbot.extraction.richtext import is_element, may_hold_text, rich_html, tells_of_another
from newsbot.extraction.text import plain, squeeze

_MOST_NODES = 300_000
_MOST_CANDIDATES = 400
_MOST_CONVERTED = 10
_MOST_NESTED = 12
_LONGEST_NESTED = 2_000_000
_MOST_MEASURED = 1500
_MOST_METERED = 2_000_000
#: So many objects and keys around a text are looked at.
_AROUND = 8
_NEARLY_ALL = 0.95
_WAY = 60
_SEVERAL = 3
_NEAR, _NEARER = 5, 3
#: Less prose than this is no article: with a title or an address that is the page's own, under a key that is not a
#: body's, and without a name.
_LEAST_KNOWN, _LEAST_LOOSE, _LEAST_UNKNOWN = 120, 800, 400
_LEAST_LINE = 25
_SAMPLE = 60
#: One character in so many is a bracket, an equals sign or a semicolon in code, and in no prose.
_CODE = 40

_AUTHORS = ("authors", "author", "byline", "bylines", "credits", "writers", "contributors", "reporter", "reporters")
_NAMES = ("name", "fullName", "displayName", "full_name", "title", "authorName", "text", "label")
#: Keys that hold an article's text, keys that every form of rich text has, and keys of other things.
_BODY = re.compile(
    r"(?:article|story|news|post|page|main|full|rich|html|brod)?(?:bod(?:y|ies)|contents?|text[eo]?|html)(?:html|text|blocks?"
    r"|elements?|sections?|parts?|model)?|rendered|sprinkledbody|cuerpo|corps|contenu|inhalt|testo|corpo|tekst|innhold|"
    r"article(?:parts|copy|markup)?|story(?:elements)?|copy|markup"
)
_FORM = re.compile(
    r"blocks|paragraphs|children|nodes|root|doc|document|json|value|data|html|sections|elements|components|items|parts"
)
_OTHER = re.compile(
    r"comment|related|recommend|teaser|sidebar|footer|navigation|^nav|menu|promo|newsletter|terms|translation|messages|"
    r"^bio|biograph|cookie|consent|privacy|config|mostread|mostpopular|trending|latest|recirc|faq|legal|imprint|caption|"
    r"advert|^ads|next$|more(?:stories|news|from|in)|alsolike|script|style|svg|template|schema|^seo|^meta|description|summary|excerpt|settings|i18n|locale|labels|"
    r"^css|premium|subscri|email|social|disclaimer|copyright|box$"
)
_WEIGHT_BODY, _WEIGHT_FORM, _WEIGHT_LOOSE = 1.0, 0.7, 0.5
_WEIGHT_KNOWN, _WEIGHT_DESCRIBED = 1.5, 1.2
#: One line of so many characters is a text that has lost its paragraphs: any other form is better.
_ONE_LINE, _WEIGHT_ONE_LINE = 1200, 0.7

#: What the data says of a text that is cut, by key (letters only, lower case), and the value that says so.
_CUT = {
    **dict.fromkeys(("istruncated", "truncated", "bodytruncated", "contenttruncated", "locked", "islocked"), True),
    **dict.fromkeys(("contentlocked", "ispreview", "isbodypreview", "islockedpreviewonly"), True),
    **dict.fromkeys(("hasaccess", "hasfullaccess", "canread", "canview", "isunlocked", "unlocked"), False),
    **dict.fromkeys(("fullaccess", "isfullcontent", "haspermission", "isentitled"), False),
}
_ARGUMENTS = re.compile(r"\([^()]*\)")
_KEY = re.compile(r"[\w$-]{1,60}")
_NO_LETTER = re.compile(r"[^a-z]")
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_NO_PROSE = re.compile(
    r"\s*+(?:https?://|data:|[\[{]|<(?:svg|script|style|iframe|link|!doctype)|[.#@:*][\w-]{1,80}+[^.!?{]{0,200}+\{)",
    re.IGNORECASE,
)
_DROPPED = ("figure", "aside", "nav", "form", "button", "footer", "noscript")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The article as the page's data holds it. The page may show less: `source` starts with `data:` to say so."""

    source: str  #: data:nextflight, data:nextdata, data:fusion …, see `embedded_values`
    blocks: list[Block]
    known: str  #: how it was told to be this page's: "url", "headline", "description" or "words"
    where: str  #: the keys on the way to the text, such as `props.pageProps.article.body`
    headline: str | None = None
    authors: tuple[str, ...] = ()  #: names or bylines, as they are written
    datePublishedRaw: str | None = None
    cut: str | None = None  #: what the data says about a text that is not all there, such as `isTruncated=true`

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(len(block.text) for block in self.blocks)


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A value, with the way to it."""

    value: Any
    key: str
    outer: _Step | None

    def up(self) -> Iterator[_Step]:
        step: _Step | None = self
        for _ in range(_WAY):
            if step is None:
                return
            yield step
            step = step.outer

    def around(self) -> list[dict[str, Any]]:
        """The objects around the value, the innermost first."""
        return [step.value for step in self.up() if isinstance(step.value, dict)][:_AROUND]


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    source: str
    step: _Step
    prose: int  #: an estimate, in characters
    weight: float
    known: str


def _is_prose(text: str) -> bool:
    return len(text) >= _LEAST_LINE and (" " in text or not text.isascii()) and not _NO_PROSE.match(text)


def _is_code(text: str) -> bool:
    """Whether a string without markup is a script or a style sheet."""
    return sum(map(text.count, "{}=;")) * _CODE > len(text)


class _Meter:
    """How much is yet to be measured: lists in lists are measured again and again, and hostile ones have no end."""

    left = _MOST_METERED

    def take(self) -> bool:
        self.left -= 1
        return self.left > 0


def _prose(value: Any, meter: _Meter) -> int:
    """About how many characters of prose a value holds; bounded, so that it can be asked of every list."""
    waiting, total = [value], 0
    for _ in range(_MOST_MEASURED):
        if not waiting or not meter.take():
            break
        item = waiting.pop()
        if isinstance(item, str):
            total += len(item) if _is_prose(item) else 0
        elif isinstance(item, dict):
            waiting.extend(each for each in item.values() if isinstance(each, str | list | dict))
        elif isinstance(item, list):
            waiting.extend(item)
    return total


def _is_part(item: Any) -> bool:
    """Whether an item of a list can be a part of a text."""
    if isinstance(item, str):
        return _is_prose(item)
    if isinstance(item, list):
        return is_element(item) and item[0] != "$"  # what a component draws is read as a page, see `_drawn`
    return isinstance(item, dict) and may_hold_text(item) and not tells_of_another(item)


def _is_text(step: _Step) -> bool:
    """Whether a list is made of the parts of a text, and not of stories, pictures or settings."""
    if is_element(step.value):
        return (
            bool(step.key) and step.value[0] != "$"
        )  # a whole text in one element; elements in elements belong to that
    sample = step.value[:_SAMPLE]
    return bool(sample) and sum(map(_is_part, sample)) * 2 >= len(sample)


def _nested(text: str) -> Any:
    """JSON that stands in a string: a whole document of an editor, a fetched answer, JSON-LD."""
    if text[:1] not in {"{", "["} or len(text) > _LONGEST_NESTED:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _steps(value: Any) -> Iterator[_Step]:
    """Every list and every long string of a value, with the way to it. Each part is visited once."""
    waiting = deque([_Step(value, "", None)])  # the shortest way first: a store's entity before the lists that name it
    seen: set[int] = set()
    kept: list[Any] = []  # what was decoded here must live as long as its identity is marked
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        step = waiting.popleft()
        holder = step.value
        if isinstance(holder, str):
            inner = _nested(holder) if len(kept) < _MOST_NESTED else None
            if not isinstance(inner, dict | list):
                yield step
                continue
            kept.append(inner)
            step, holder = _Step(inner, step.key, step.outer), inner
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        if isinstance(holder, list):
            yield step
        pairs = holder.items() if isinstance(holder, dict) else (("", each) for each in holder)
        waiting.extend(
            _Step(each, str(key), step)
            for key, each in pairs
            if isinstance(each, dict | list) or (isinstance(each, str) and len(each) >= _LEAST_KNOWN)
        )


def _plain_key(key: str) -> str:
    """A key's name without its arguments, as `Post:1.body({"format":"html"})` has them in a store of queries."""
    match = _KEY.match(_ARGUMENTS.sub("", key).rpartition(".")[2])
    return _NO_LETTER.sub("", match[0].lower()) if match else ""


def _weight(step: _Step) -> float:
    """How much the keys on the way speak for an article's text; 0 for keys of other things."""
    keys = [key for each in step.up() if each.key for key in [_plain_key(each.key)]][:_NEAR]
    if any(_OTHER.search(key) for key in keys):
        return 0.0
    if any(_BODY.fullmatch(key) for key in keys[:_NEARER]):
        return _WEIGHT_BODY
    return _WEIGHT_FORM if keys and _FORM.fullmatch(keys[0]) else _WEIGHT_LOOSE


def _measured(step: _Step, meter: _Meter) -> int:
    """The prose of a candidate; 0 where it is none."""
    value = step.value
    if isinstance(value, str):
        if not _is_prose(value):
            return 0
        bare = _MARKUP.sub("", value) if "<" in value else value
        return 0 if _is_code(bare) else len(bare)
    return _prose(value, meter) if _is_text(step) else 0


def _candidates(source: str, value: Any, wanted: Wanted) -> Iterator[_Candidate]:
    found = 0
    meter = _Meter()
    for step in _steps(value):
        prose = _measured(step, meter)
        weight = _weight(step) if prose >= _LEAST_KNOWN else 0.0
        if not weight or (weight == _WEIGHT_LOOSE and isinstance(step.value, str) and prose < _LEAST_LOOSE):
            continue
        known, _ = owner_of(step.around(), wanted)
        if known is None:
            continue
        found += 1
        if found > _MOST_CANDIDATES:
            return
        yield _Candidate(source, step, prose, weight * (_WEIGHT_KNOWN if known else 1.0), known)


def _blocks(value: Any, base: str) -> list[Block]:
    """The blocks of a text in any form."""
    written = rich_html(value)
    if not written.strip():
        return []
    try:
        element = fragment_fromstring(written, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    for dropped in list(element.iter(*_DROPPED)):
        dropped.drop_tree()
    return blocks_in(element, base)


def _is_one_of_many(step: _Step) -> bool:
    """Whether a string is in one of the items of a list: then it is a part of a text at best."""
    near = [outer.value for outer, _ in zip(step.up(), range(_NEAR + 1), strict=False)]
    return isinstance(step.value, str) and any(isinstance(each, list) and len(each) >= _SEVERAL for each in near)


def _story(candidate: _Candidate, page: Page, wanted: Wanted) -> tuple[float, Story] | None:
    """What a candidate gives, with its score."""
    step = candidate.step
    blocks = _blocks(step.value, page.url)
    text = "\n".join(block.text for block in blocks)
    known = candidate.known or known_by_text(text, wanted)
    # Links and short lines alone are a list of other stories.
    prose = sum(len(block.text) * (1 - block.linked) for block in blocks if len(block.text) >= _LEAST_LINE)
    if not known or prose < (_LEAST_KNOWN if candidate.known else _LEAST_UNKNOWN) or prose * 2 < len(text):
        return None
    if known == "words" and candidate.weight < _WEIGHT_BODY:
        return None  # neither name nor place speaks for it
    if len(blocks) < _SEVERAL and len(text) < _ONE_LINE and _is_one_of_many(step):
        return None
    score = prose * candidate.weight
    score *= _WEIGHT_DESCRIBED if known == "description" else 1.0
    score *= _WEIGHT_ONE_LINE if len(blocks) == 1 and len(text) > _ONE_LINE else 1.0
    _, owner = owner_of(step.around(), wanted)
    keys = [each.key for each in step.up() if each.key]
    return score, Story(
        source=f"data:{candidate.source}",
        blocks=blocks,
        known=known,
        where=".".join(reversed(keys))[-200:],
        headline=next((plain(each) for each in strings_of(owner, TITLES)), None),
        authors=_authors(owner),
        datePublishedRaw=next((each for each in strings_of(owner, PUBLISHED) if re.search(r"\d{4}", each)), None),
        cut=_cut(step),
    )


def _authors(owner: dict[str, Any]) -> tuple[str, ...]:
    """Those that the article's object names under the first of the usual keys that has any."""
    for key in _AUTHORS:
        value = owner.get(key)
        value = value.get("by", value) if isinstance(value, dict) else value
        names = [next(strings_of(each, _NAMES), "") if isinstance(each, dict) else each for each in items(value)[:20]]
        found = [squeeze(plain(name))[:200] for name in names if isinstance(name, str) and not name.startswith("http")]
        if any(found):
            return tuple(dict.fromkeys(filter(None, found)))
    return ()


def _cut(step: _Step) -> str | None:
    """What the objects around a text say about its being cut."""
    for owner in step.around():
        for key, value in owner.items():
            if isinstance(value, bool) and _CUT.get(key.lower().replace("_", "")) is value:
                return f"{key}={str(value).lower()}"
    return None


def _thinned(found: list[_Candidate]) -> list[_Candidate]:
    """The candidates without those that hold another one and hardly more than that, the heaviest first."""
    held = {id(each.step.value): each for each in found}
    around: set[int] = set()
    for each in found:
        for step in [*each.step.up()][1:]:
            outer = held.get(id(step.value))
            if outer and outer.weight <= each.weight and each.prose >= outer.prose * _NEARLY_ALL:
                around.add(id(step.value))
    kept = [each for each in found if id(each.step.value) not in around]
    return sorted(kept, key=lambda each: -each.prose * each.weight)[:_MOST_CONVERTED]


def _drawn(value: Any, page: Page, wanted: Wanted) -> Story | None:
    """The article in the elements that flight data draws, read as a page is."""
    markup = elements_html(value)
    if len(markup) < _LEAST_UNKNOWN:
        return None
    try:
        root = document_fromstring(f"<html><body>{markup[:_LONGEST_NESTED]}</body></html>")
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    blocks = dom_body(read_outline(root), page.url).blocks
    text = "\n".join(block.text for block in blocks)
    known = known_by_text(text, wanted)
    if not known or len(text) < _LEAST_UNKNOWN:
        return None
    return Story(source="data:nextflight", blocks=blocks, known=known, where="elements")


def embedded_story(page: Page, *, titles: Iterable[str] = (), urls: Iterable[str] = ()) -> Story | None:
    """The page's article in the data that it carries for its scripts; None where there is none that is surely its own.

    `titles` and `urls` are what is known of the article beside the page's own h1, title, og:title and addresses. The
    text may be longer than what the page shows its reader: whoever keeps it must weigh that (docs/access.md).
    """
    values = list(embedded_values(page))
    if not values:
        return None
    wanted = wanted_of(page, titles, urls)
    found = [each for source, value in values for each in _candidates(source, value, wanted)]
    stories = [story for each in _thinned(found) for story in [_story(each, page, wanted)] if story]
    if stories:
        return max(stories, key=lambda pair: pair[0])[1]
    drawn = (_drawn(value, page, wanted) for source, value in values if source == "nextflight")
    return next(filter(None, drawn), None)
