"""Authors: names of people and agencies from bylines, meta elements and JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from newsbot.article import Author, fold
from newsbot.extraction import bywords
from newsbot.extraction.jsonld import items, text_of, url_of
from newsbot.extraction.pictures import absolute
from newsbot.extraction.text import plain
from newsbot.urls import is_http

_LONGEST = 90
_LONGEST_BYLINE = 720
_MOST = 40
_MOST_WORDS = 8  #: longer is a sentence
_ROUNDS = 4  #: "By" and marks are taken off so many times at most

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}")
_BRACKETED = re.compile(r"\s*[(\[（【〔][^()\[\]（）【】〔〕]{0,80}[)\]）】〕]\s*")
_NO_LETTERS = re.compile(r"[\W_]+")
_HANDLE = re.compile(r"^@\w+$")
_DASH = re.compile(r"\s+[-–—|]\s+")
#: Last names' companions, which a comma may stand before.
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|md|mba|esq|dr|msc|bsc|rn|jd|mp)\.?$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?:|www\.|^[\W\d_]*$|\d{3,}|[{}<>=@]|^(?:admin|administrator|none|null|undefined|unknown|n/a|na|nan|false|true|"
    r"author|authors|autor|autores|by|por|par|von|af|av|door|oleh|staff|guest|user|editor|et al\.?|others|u\.\s?a\.?)$",
    re.IGNORECASE,
)
#: Where a byline goes on with the date, or with how long reading takes.
_DATED = re.compile(
    r"\s*\b(?:published|updated|posted|last updated|aktualisiert|veröffentlicht|stand|publié|mis à jour|publicado|"
    r"actualizado|pubblicato|aggiornato|atualizado|gepubliceerd|opublikowano|опубликовано)\b.*$"
    r"|\s+(?:hace|vor|há|fa|il y a|för|for)\s+\d.*$|\s*\d{1,2}[./:]\d.*$|\s*\d{1,2}\s*(?:min|m)\b.*$"
    r"|\s*(?:19|20)\d\d.*$",
    re.IGNORECASE,
)
_MARKS = " \t,;:.-–—|/*•·\"'“”„«»‹›=\u200e\u200f"
_CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]")
_HAN_NAMES = re.compile(
    r"(?:[\u3400-\u9fff]{2,4}|[\uac00-\ud7af]{2,4})(?:\s+(?:[\u3400-\u9fff]{2,4}|[\uac00-\ud7af]{2,4}))+"
)
_ARABIC_AND = re.compile(r"\s+و(?=[\u0621-\u064a]{2})")
_HEBREW_AND = re.compile(r"\s+ו(?=[\u05d0-\u05ea]{2})")
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"[^\W\d_a-z][^\W\d_]{1,20}(?: [^\W\d_a-z][^\W\d_]{1,20}){1,2}")
_ARTICLES = frozenset(["the", "our", "to", "of", "from", "a", "an", "el", "die", "das", "und", "and"])
_INITIAL = re.compile(r"(?:^|\s)[^\W\d_]\.$")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}$", re.IGNORECASE)


# ── one byline ──────────────────────────────────────────────────────────────────────────────────────────────────────


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency, or its sign, or several of them (dpa/AFP)."""
    return all(part.strip() in bywords.AGENCIES for part in fold(name).split("/"))


def _strip_by(text: str) -> str:
    for _ in range(_ROUNDS):
        match = bywords.BY_CJK.match(text) or bywords.BY.match(text)
        if not match or bywords.PARTICLE.match(text) or bywords.BEFORE_NAME.match(text):
            break
        text = text[match.end() :]
    return text


def _shorn(name: str) -> str:
    """A name without the role, the e-mail address, the brackets and the marks around it."""
    name = _unmarked(_EMAIL.sub("", name))
    parts = [part for part in _DASH.split(name) if part]
    if len(parts) > 1:
        name = next((part for part in parts if not bywords.ROLE.search(part)), parts[0])
    name = bywords.CJK_BEHIND.sub("", name.strip())
    name = bywords.ROLE_BEFORE.sub("", name)
    for pattern in (bywords.PLACED, bywords.ROLE_BEHIND):
        cut = pattern.search(name)
        if cut and _is_whole(name[: cut.start()]):
            name = name[: cut.start()]
    return _unmarked(name)


def _unmarked(name: str) -> str:
    """A name without the marks around it; the point of an initial is its own ("Juan Muñoz C.")."""
    name = name.rstrip(_MARKS.replace(".", "")).lstrip(_MARKS)
    return name if _INITIAL.search(name) and " " in name else name.rstrip(_MARKS)


def _is_whole(name: str) -> bool:
    """Whether this is a person's whole name: two to four words, none of them an article or a preposition."""
    words = name.split()
    return 2 <= len(words) <= 4 and not _ARTICLES & {word.casefold() for word in words}  # noqa: PLR2004


def _is_name(name: str) -> bool:
    return bool(
        name
        and len(name) <= _LONGEST
        and len(name.split()) <= _MOST_WORDS
        and not _NO_NAME.search(name)
        and not _HANDLE.match(name)
        and not bywords.ROLE_ALONE.fullmatch(name)
    )


def _is_place(part: str, before: str) -> bool:
    """Whether what stands behind a comma is where the one before it is, and no second name."""
    if is_agency(part) or _CJK.search(part):
        return False
    known = len(before.split()) > 1 or is_agency(before) or bool(_DOMAIN.match(before))
    return fold(part) in bywords.PLACES or (known and len(part.split()) == 1 and not _DOMAIN.match(part))


def _of_commas(piece: str) -> Iterator[str]:
    """The names between commas; what follows a name there may also be a title, a role or a place."""
    name = ""
    parts = list(filter(None, bywords.COMMA.split(piece)))
    if len(parts) > 1 and fold(parts[-1]) in bywords.COUNTRIES:
        parts = parts[:1]
    for part in parts:
        if name and _SUFFIX.match(part):
            name = f"{name}, {part}"
            continue
        if name and (bywords.ROLE.search(part) or part[0].islower()) and not is_agency(part):
            break
        if name and _is_place(part, name.split(",")[0]):
            continue
        if name:
            yield name
        name = part
    if name:
        yield name


def _of_letters(piece: str) -> list[str]:
    """Names that a letter joins ("و" and "ו" stand before the second name), or in Chinese and Korean a space."""
    piece = bywords.CJK_BEHIND.sub("", piece)
    if _HAN_NAMES.fullmatch(piece):
        return piece.split()
    for pattern in (_ARABIC_AND, _HEBREW_AND):
        parts = pattern.split(piece)
        whole = all(len(part.split()) > 1 for part in parts)
        if len(parts) > 1 and whole and not any(f"و{part.split()[0]}" in bywords.WAW_NAMES for part in parts[1:]):
            return parts
    halves = piece.split("/")
    if len(halves) > 1 and all(is_agency(half) or len(half.split()) > 1 for half in halves):
        return halves
    return [piece]


def _pieces(text: str) -> list[str]:
    """The names of a byline: split at semicolons, "and" and, where what follows is a name too, commas."""
    parts = [part for part in bywords.AND.split(text) if part]
    torn = any(len(part.split()) == 1 and not is_agency(part) and not _CJK.search(part) for part in parts)
    address = fold(text.rpartition(",")[2]) in bywords.COUNTRIES
    if len(parts) > 1 and address:
        return []  # a newsroom's address, and its name has an "and" in it: no names of people
    if len(parts) > 1 and torn and bywords.ORGANISATION.search(text) and "," not in text and ";" not in text:
        return [text]  # a body's name with "and" in it
    return [
        name
        for part in parts
        if not bywords.PICTURES.match(part)
        for piece in _of_commas(part)
        for name in _of_letters(piece)
        if not bywords.PICTURES.match(name)
    ]


def split_names(raw: str | None) -> list[str]:
    """The names in a byline: "By Ann Lee and Bo Ek, Political Editor" gives Ann Lee and Bo Ek.

    No name is empty, or longer than 90 characters; names that were split are split no further.
    """
    text = plain(raw)
    if _is_plain(text):
        return [text]
    if not text or len(text) > _LONGEST_BYLINE:
        return []
    names = _split(text)
    for _ in range(_ROUNDS):
        if all(_is_plain(name) for name in names):
            break
        before, names = names, [each for name in names for each in ([name] if _is_plain(name) else _split(name))]
        if names == before:
            return names
    return [name for name in names if _is_plain(name) or _split(name) == [name]][:_MOST]


def _is_plain(text: str) -> bool:
    """Whether a line is two or three capitalised words, none of which means anything in bylines: most are."""
    if not _PLAIN.fullmatch(text):
        return False
    words = text.split(" ")
    return all(word[0].isupper() for word in words) and bywords.WORDS.isdisjoint(map(str.casefold, words))


def _split(line: str) -> list[str]:
    text = _strip_by(_BRACKETED.sub(" ", _EMAIL.sub(" ", line)).strip())
    text = _DATED.sub("", text) if _DIGIT.search(text) else text
    return [name for name in map(_settled, _pieces(text)[:_MOST]) if _is_name(name)]


def _settled(piece: str) -> str:
    """A piece with everything taken off it that is no name, until nothing more comes off."""
    for _ in range(_ROUNDS):
        before, piece = piece, " ".join(_shorn(_strip_by(piece)).split())
        if piece == before:
            break
    return piece


def turned(name: str) -> str:
    """The name in its usual order where it is in that of library catalogues: "Lee, Ann" as "Ann Lee"."""
    last, comma, rest = name.partition(",")
    given = rest.strip()
    if not comma or not given or "," in given or is_agency(last) or not 1 <= len(last.split()) <= 2:  # noqa: PLR2004
        return name
    return f"{given} {last.strip()}" if len(given.split()) <= 2 and not _SUFFIX.match(given) else name  # noqa: PLR2004


# ── authors ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _email(value: str) -> str | None:
    match = _EMAIL.search(value)
    return match[0] if match else None


def authors_of_text(raw: str, url: str | None = None) -> list[Author]:
    """The authors that one byline names."""
    names = split_names(raw)
    line = plain(raw)
    single = len(names) == 1
    return [
        Author(
            name=name,
            nameRaw=line if line != name else None,
            url=url if single else None,
            email=_email(line) if single else None,
        )
        for name in names
    ]


def authors_of_jsonld(value: Any) -> list[Author]:
    """The authors of JSON-LD's `author` or `creator`: strings, objects, or lists of them."""
    found: list[Author] = []
    for item in items(value)[:_MOST]:
        if isinstance(item, str):
            found.extend([] if is_http(item) else authors_of_text(item))
        elif isinstance(item, dict):
            found.extend(_of_object(item))
    return distinct(found)


def _of_object(item: dict[str, Any]) -> Iterator[Author]:
    raw = item.get("name") or " ".join(filter(None, (text_of(item.get("givenName")), text_of(item.get("familyName")))))
    address = absolute(url_of({key: item.get(key) for key in ("url", "@id") if item.get(key)}), "")
    for name in items(raw)[:_MOST]:
        line = text_of(name) if isinstance(name, dict) else name
        if isinstance(line, str) and not is_http(line):
            found = authors_of_text(line, address)
            email = _email(text_of(item.get("email")))
            for author in found:
                author.email = author.email or (email if len(found) == 1 else None)
            yield from found


def distinct(authors: Iterable[Author]) -> list[Author]:
    """Each name once, in order; what a later mention knows more is added to the first."""
    known: dict[str, Author] = {}
    for author in authors:
        first = known.setdefault(fold(author.name), author)
        first.url = first.url or author.url
        first.email = first.email or author.email
    return list(known.values())[:_MOST]


def _letters(name: str) -> str:
    return _NO_LETTERS.sub("", fold(name))


def without_publisher(authors: list[Author], publishers: Iterable[str]) -> list[Author]:
    """The authors without the publisher's own name, unless nobody else signed."""
    own = {_letters(name) for name in publishers if name}
    people = [author for author in authors if _letters(author.name) not in own]
    return people or authors


def is_publisher(name: str, publishers: Iterable[str]) -> bool:
    """Whether an author's name is the publisher's."""
    return _letters(name) in {_letters(each) for each in publishers}
