"""ftr-site-config files (`host.txt`), carried over into site files, with a word on everything that cannot be. Pure.

Such a file holds lines `directive: value`; Full-Text RSS, wallabag and others read them. What is carried: where the
headline, the text, the authors and the date stand, what is no text, and how one signs in. A directive that is given
several times is a list, of which the first that finds something counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from newsbot.sites.ftr_lines import Draft, Line, Note, fault_of, fit, read_lines, short
from newsbot.sites.ftr_login import KEYS as LOGIN_KEYS
from newsbot.sites.ftr_login import carry_login
from newsbot.sites.model import Site
from newsbot.sites.selectors import MAX_LENGTH, compile_selector
from newsbot.urls import bare_host, host_of, is_http

_FIELDS = {"title": "headline", "body": "articleBody", "author": "authors", "date": "datePublished"}
_POSING = re.compile(
    r"user-agent|referr?er|origin|cookie|x-forwarded-\S+|forwarded|x-real-ip|x-client-ip|via|from|sec-\S+",
    re.IGNORECASE,
)
_MODIFIED = re.compile(r"modif|updat|lastmod", re.IGNORECASE)
_NO_ELEMENT = re.compile(r"(?:/|^)(?:@[\w:.-]+|(?:text|comment)\(\)(?:\[[^\]]*\])?)\s*$")
_NAME = re.compile(r"-?[A-Za-z_][\w-]*", re.ASCII)
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_NO_HOST = re.compile(r"[\s/\\@?#:%*]")
_MOST_REMOVED = 100
_LONGEST_NAME = 120
#: Directives that are known and have no counterpart here: why.
_LEFT = {
    **dict.fromkeys(
        ("single_page_link", "single_page_link_in_feed", "next_page_link", "autodetect_next_page", "if_page_contains"),
        "newsbot looks for an article's other pages by itself",
    ),
    **dict.fromkeys(
        ("find_string", "replace_string", "wrap_in", "move_into", "dissolve", "convert_double_br_tags"),
        "newsbot reads the page as it was sent",
    ),
    **dict.fromkeys(
        ("prune", "tidy", "parser", "autodetect_on_failure", "skip_json_ld", "skip_id_or_class", "strip_comments"),
        "it sets up another reader; newsbot has nothing like it",
    ),
    **dict.fromkeys(("strip_attr", "post_strip_attr"), "newsbot keeps no such attributes"),
    **dict.fromkeys(
        ("insert_detected_image", "src_lazy_load_attr", "strip_image_src", "footnotes", "native_ad_clue"),
        "newsbot finds these by itself, or not at all",
    ),
    "test_contains": "for tests only; try the file with `newsbot sites check --pages 5`",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of a file: the site, what was carried into it (keys of site files), and what was not."""

    host: str
    site: Site | None  #: None where nothing could be carried over
    keys: tuple[str, ...]
    notes: tuple[Note, ...]


def host_of_file(name: str) -> str:
    """The host that a file is about, from its name, without `www.`; empty where it names none.

    `.example.com.txt` is about the hosts below example.com.
    """
    host = name.removesuffix(".txt").strip().removeprefix(".")
    url = f"https://{host}/"
    return bare_host(url) if "." in host and host.isprintable() and not _NO_HOST.search(host) and is_http(url) else ""


def bare_site(host: str, text: str) -> Site:
    """A site for a host that newsbot knows nothing of; on the host that the file's own test addresses are on."""
    lines, _ = read_lines(text)
    tested = [line.value for line in lines if line.key == "test_url" and is_http(line.value)]
    full = next((host_of(url) for url in tested if bare_host(url) == host), host)
    return Site(name=host, url=f"https://{full}/")


def carry(name: str, text: str, base: Site | None = None) -> Carried:
    """The site file that an ftr-site-config file makes.

    `name` is that of the file, such as `example.com.txt`. `base` is what newsbot knows of the site already; what it
    says of selectors and login stays. Never raises.
    """
    host = host_of_file(name)
    if not host:
        return Carried(host="", site=None, keys=(), notes=(Note(0, "file name", "it names no host"),))
    lines, notes = read_lines(text)
    draft = Draft(host, base or bare_site(host, text), lines, notes=notes)
    if name.startswith("."):
        why = f"it is about the hosts below {host} only; the site file is about {host} too"
        draft.notes.append(Note(0, "file name", why))
    _carry_fields(draft)
    _carry_removals(draft)
    carry_login(draft)
    _note_the_rest(draft)
    keys = (*(f"selectors.{key}" for key in draft.selectors), *(["login"] if draft.login else []))
    notes = sorted(draft.notes, key=lambda note: note.line)
    return Carried(host=host, site=_site_of(draft) if keys else None, keys=keys, notes=tuple(notes))


def _site_of(draft: Draft) -> Site:
    known = draft.base.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    parts: dict[str, Any] = {"selectors": known.pop("selectors", {}) | draft.selectors} if draft.selectors else {}
    if draft.login:
        parts["login"] = draft.login
    return Site.model_validate(known | parts)


# ── fields ──


def _carry_fields(draft: Draft) -> None:
    for key, name in _FIELDS.items():
        usable: dict[str, list[Line]] = {name: []}
        for line in draft.all(key):
            target = "dateModified" if key == "date" and _MODIFIED.search(line.value) else name
            if fault := fault_of(line.value):
                draft.note(line, f"{fault} ({short(line.value)})")
                continue
            if target != name:
                draft.note(line, "it is about a change, not about publication: carried as dateModified")
            usable.setdefault(target, []).append(line)
        for target, lines in usable.items():
            if lines and getattr(draft.base.selectors, target) is not None:
                draft.note(lines[0], f"the known site file has its own selector for {target}, which stays")
            elif lines:
                draft.selectors[target] = f"xpath:{_first_of(draft, lines)}"


def _first_of(draft: Draft, lines: list[Line]) -> str:
    """One XPath that finds what the first of these finds, where that is nothing what the second finds, and so on."""
    joined = lines[0].value
    tried = [joined]
    for number, line in enumerate(lines[1:], 1):
        if not all(_is_path(each) for each in (*tried, line.value)):
            draft.note(line, "only paths from the top (/ or //) can be tried one after another: left out")
            continue
        before = " or ".join(tried)
        simple = line.value.startswith("/") and "|" not in _LITERAL.sub("", line.value)
        # Where it can be, the condition is asked once, and not again for everything that is found.
        alternative = f"/self::node()[not({before})]{line.value}" if simple else f"({line.value})[not({before})]"
        longer = f"{joined} | {alternative}"
        if len(longer) > MAX_LENGTH or fault_of(longer):
            for late in lines[number:]:
                draft.note(late, f"one expression has at most {MAX_LENGTH} characters: this alternative is left out")
            break
        joined = longer
        tried.append(line.value)
    return joined


def _is_path(expression: str) -> bool:
    """Whether an XPath finds nodes from the top of the page, wherever it is asked."""
    bare = _LITERAL.sub("''", expression)
    while (shorter := _BRACKETS.sub("", bare)) != bare:
        bare = shorter
    if not all(part.strip(" (").startswith(("/", "id(")) for part in bare.split("|")):
        return False
    found = compile_selector(f"xpath:{expression}")(etree.Element("html"))
    return isinstance(found, list)


def _carry_removals(draft: Draft) -> None:
    removals: dict[str, None] = {}
    named = False
    for line in (line for line in draft.lines if line.key in {"strip", "strip_id_or_class"} and line.value):
        selector, fault = _removal(line)
        if fault:
            draft.note(line, f"{fault} ({short(line.value)})")
        elif selector in draft.base.selectors.remove or selector in removals:
            continue
        elif len(removals) + len(draft.base.selectors.remove) >= _MOST_REMOVED:
            draft.note(line, f"a site file removes at most {_MOST_REMOVED} things: left out")
        else:
            removals[selector] = None
            if line.key == "strip_id_or_class" and not named:
                named = True
                draft.note(line, "taken as whole names: elements whose class or id only contains it stay")
    if removals:
        draft.selectors["remove"] = [*draft.base.selectors.remove, *removals]


def _removal(line: Line) -> tuple[str, str]:
    """The selector of what a line strips, and what is wrong with it."""
    if line.key == "strip":
        if fault := fault_of(line.value):
            return "", fault
        if _NO_ELEMENT.search(line.value):
            return "", "only elements can be removed, not attributes, texts and comments"
        if not isinstance(compile_selector(f"xpath:{line.value}")(etree.Element("html")), list):
            return "", "only elements can be removed"
        return f"xpath:{line.value}", ""
    name = re.sub("[\"']", "", line.value).strip()
    if _NAME.fullmatch(name):
        return f"css:.{name}, #{name}", ""
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        return "", "it is no name"
    padded = " ".join(name.split())
    path = f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {padded} ') or @id='{padded}']"
    return f"xpath:{path}", fault_of(path)


# ── the rest ──


def _note_the_rest(draft: Draft) -> None:
    carried = {*_FIELDS, *LOGIN_KEYS, "strip", "strip_id_or_class", "requires_login", "login_extra_fields"}
    for line in draft.lines:
        if line.key in carried | {"not_logged_in_xpath", "test_url"}:
            continue
        if line.key == "http_header":
            draft.note(line, _why_no_header(line.argument))
        else:
            draft.note(line, _LEFT.get(line.key, "newsbot does not know this directive"))


def _why_no_header(name: str) -> str:
    if _POSING.fullmatch(name):
        return "refused: newsbot does not pose as another client or reader, nor as coming from elsewhere"
    return "a site file sets no headers"


def comment_of(file: str, notes: Iterable[Note], longest: int = 30_000) -> str:
    """The comment at the head of the site file that was made of an ftr-site-config file."""
    text = f"Made from {fit(file)} by `newsbot sites import-ftr`."
    lines = [f"- {note}" for note in notes]
    if lines:
        text += " Not carried over, or not as it stands:"
    for number, line in enumerate(lines):
        if len(text) + len(line) > longest:
            return f"{text}\n… and {len(lines) - number} more"
        text += f"\n{line}"
    return text
