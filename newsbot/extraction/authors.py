"""Authors: names of people and agencies from bylines, meta elements and JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from newsbot.article import Author, fold
from newsbot.extraction.jsonld import items, text_of, url_of
from newsbot.extraction.text import plain
from newsbot.urls import is_http

_LONGEST = 90
_MOST = 40

#: "By" in the languages of newspapers, at the start of a byline.
_BY = re.compile(
    r"^\W*(?:(?:written|reported|posted|edited|story|text|published|words|article)\s+(?:and\s+\w+\s+)?by|by|von|vom|par|por|de|di|da|door|"
    r"av|af|od|autor(?:a|in|es|zy)?|author|text|redakteur(?:in)?|autore|auteur|skribent|tekst|yazar|автор|от|"
    r"от|από|του|της|oleh|ni|gan)(?:\s*[:：]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
#: Words for "by" that names begin with too: cut only in lower case, or (second) before a whole name.
_PARTICLE = re.compile(r"^(?:De|Da|Od|Ni)\s")
_BEFORE_NAME = re.compile(r"^(?:Di|Von|Vom)\s+\S+$")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_AND = re.compile(
    r"\s*(?:;|•|\||·|&|、|，|／|\s/\s|\n)\s*|\s+(?:and|und|et|y|e|en|og|och|i|и|та|és|ja|ve|και|with|mit|avec|con)\s+",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*,\s*")
_BRACKETED = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]\s*")
_HANDLE = re.compile(r"^@\w+$")

#: What follows a name after a comma or a dash, and is none: roles, places of work.
_ROLE = re.compile(
    r"(?:\b(?:editor|reporter|correspondent|writer|journalist|columnist|contributor|staff|chief|bureau|producer|analyst|"
    r"professor|lecturer|fellow|researcher|director|photograph\w*|desk|team lead|head of|senior|deputy|"
    r"redakt\w+|korrespondent\w*|reporterin|journalistin?|volont\w+|leiter\w*|chef\w*|autorin|freie\w*|"
    r"redact\w+|corresponsal|periodista|enviad[oa]|correspondant\w*|envoyée?|journaliste|rédact\w+|"
    r"giornalista|inviat[oa]|redattor\w+|jornalista|repórter|verslaggever|redacteur|journalistisk|"
    r"dziennikar\w+|toimittaja|корреспондент|журналист|редактор)\b|記者|编辑|記者|기자|특파원)",
    re.IGNORECASE,
)
#: Last names' companions, which a comma may stand before.
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|md|mba|esq|dr|msc|bsc)\.?$", re.IGNORECASE)
_CJK_TAIL = re.compile(r"(?<=[\u3040-\u9fff\uac00-\ud7af])\s*(?:記者|特派員|编辑|기자|특파원)$")
_NO_NAME = re.compile(
    r"https?://|^\W*$|\d{3,}|[{}<>=]|^(?:admin|administrator|none|null|undefined|unknown|n/a)$", re.IGNORECASE
)
_TAIL = re.compile(r"\s+(?:[-–—|•·]|for|für|pour|para|in)\s+(?=\S)")
_DATED = re.compile(r"\s*(?:published|updated|posted|\d{1,2}[./:]\d).*$", re.IGNORECASE)


def _strip_by(text: str) -> str:
    before = None
    while before != text:
        before = text
        match = _BY.match(text)
        if match and not _PARTICLE.match(text) and not _BEFORE_NAME.match(text):
            text = text[match.end() :]
    return text


def _shorn(name: str) -> str:
    """A name without the role, the e-mail address, the brackets and the marks around it."""
    name = _BRACKETED.sub(" ", _EMAIL.sub("", name))
    name = _CJK_TAIL.sub("", name.strip())
    parts = re.split(r"\s+[-–—|]\s+", name)
    if len(parts) > 1:
        name = parts[0]
    return name.strip(" \t,;:.-–—|/*•·\"'“”„").strip()


def _is_name(name: str) -> bool:
    words = name.split()
    return bool(
        name
        and len(name) <= _LONGEST
        and len(words) <= 8  # noqa: PLR2004 (longer is a sentence)
        and not _NO_NAME.search(name)
        and not _HANDLE.match(name)
    )


def _pieces(text: str) -> list[str]:
    """The names of a byline: split at semicolons, "and" and, where what follows is a name too, commas."""
    found: list[str] = []
    for piece in _AND.split(text):
        parts = [part for part in _COMMA.split(piece) if part]
        for number, part in enumerate(parts):
            if number and _SUFFIX.match(part):
                found[-1] = f"{found[-1]}, {part}"
            elif number and _ROLE.search(part):
                break
            else:
                found.append(part)
    return found


def split_names(raw: str | None) -> list[str]:
    """The names in a byline: "By Ann Lee and Bo Ek, Political Editor" gives Ann Lee and Bo Ek."""
    text = _strip_by(plain(raw))
    if not text or len(text) > _LONGEST * 8:
        return []
    names = (_shorn(_strip_by(piece)) for piece in _pieces(_BRACKETED.sub(" ", text)))
    return [name for name in names if _is_name(name)]


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
            raw = item.get("name") or " ".join(
                filter(None, (text_of(item.get("givenName")), text_of(item.get("familyName"))))
            )
            address = url_of({key: item.get(key) for key in ("url", "@id") if item.get(key)})
            for name in items(raw)[:_MOST]:
                if isinstance(name, str) and not is_http(name):
                    found.extend(authors_of_text(name, address if is_http(address) else None))
    return distinct(found)


def distinct(authors: Iterable[Author]) -> list[Author]:
    """Each name once, in order; what a later mention knows more is added to the first."""
    known: dict[str, Author] = {}
    for author in authors:
        first = known.setdefault(fold(author.name), author)
        first.url = first.url or author.url
        first.email = first.email or author.email
    return list(known.values())[:_MOST]


def without_publisher(authors: list[Author], publishers: Iterable[str]) -> list[Author]:
    """The authors without the publisher's own name, unless nobody else signed."""
    own = {fold(name) for name in publishers if name}
    people = [author for author in authors if fold(author.name) not in own]
    return people or authors
