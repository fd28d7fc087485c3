"""What stands around every page of the demo newspaper: head, masthead, navigation, footer; and who is looking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from html import escape

from newsbot.demo.names import DAYS, MONTHS
from newsbot.demo.shapes import Newspaper, Piece


class Plan(IntEnum):
    """What a reader may read; each includes the ones before."""

    ANONYMOUS = 0
    REGISTERED = 1
    BASIC = 2  #: pays, and not for what subscribers read
    SUBSCRIBER = 3


#: What the account page calls them.
PLANS = {Plan.REGISTERED: "Registered reader", Plan.BASIC: "Courier Basic", Plan.SUBSCRIBER: "Courier+ subscriber"}
_CONSENT = (
    '<div class="consent" id="consent" role="dialog" aria-modal="true" aria-labelledby="consent-title" lang="en" '
    'dir="ltr"><div><h2 id="consent-title">Your privacy, our biscuits</h2><p>We and our 312 partners keep cookies on '
    "your device. Accept them to go on to the newspaper.</p>"
    '<button type="button" id="accept-all">Accept all</button></div></div>\n'
    '<script>document.getElementById("accept-all").addEventListener("click", () => {'
    ' document.cookie = "consent=yes; Path=/; Max-Age=31536000; SameSite=Lax";'
    ' document.getElementById("consent").remove(); document.body.classList.remove("behind"); });</script>\n'
)


@dataclass(frozen=True, slots=True)
class View:
    """Who looks at which edition, under which address. `base` has no slash at its end."""

    paper: Newspaper
    base: str
    plan: Plan = Plan.ANONYMOUS
    reader: str | None = None  #: the e-mail address of somebody who is signed in
    meterCount: int = 1  #: the how manyth metered article this is for the reader
    meterLimit: int = 3
    consent: bool = False  #: a banner covers the page
    byScript: bool = False  #: what is for subscribers comes cut, and a script puts in the rest

    @property
    def printed_plan(self) -> Plan:
        """Whose texts the page itself holds."""
        return Plan.ANONYMOUS if self.byScript else self.plan

    @property
    def meter_exhausted(self) -> bool:
        """Whether the reader has had all metered articles."""
        return self.meterCount > self.meterLimit


def e(text: str) -> str:
    """Text made safe for HTML and attributes."""
    return escape(text, quote=True)


def long_date(at: datetime) -> str:
    """A time as the newspaper prints it."""
    return f"{DAYS['en'][at.weekday()]}, {short_date(at)}"


def short_date(at: datetime) -> str:
    """A time without its weekday."""
    return f"{at.day} {MONTHS['en'][at.month - 1]} {at.year}, {at:%H:%M}"


def nav(view: View, here: str) -> str:
    """The sections, that of the page marked."""
    links = [
        f'<li><a href="/{section.key}/"{" aria-current=page" if section.key == here else ""}>{e(section.name)}</a></li>'
        for section in view.paper.sections
    ]
    return f'<nav class="sections" aria-label="Sections"><ul>{"".join(links)}</ul></nav>'


def masthead(view: View, here: str, *, front: bool) -> str:
    """Name of the newspaper, date, sign-in links and navigation."""
    if view.reader:
        account = f'<a href="/account">{e(view.reader)}</a> <a href="/logout" class="logout">Sign out</a>'
    else:
        account = '<a href="/login" class="login">Sign in</a> <a href="/subscribe" class="button">Subscribe</a>'
    tag = "h1" if front else "p"
    today = view.paper.today
    day = f"{DAYS['en'][today.weekday()]}, {today.day} {MONTHS['en'][today.month - 1]} {today.year}"
    return (
        '<a class="skip" href="#content">Skip to the content</a>\n'
        f'<header class="masthead" lang="en" dir="ltr"><div class="bar"><span class="today">{day}</span>'
        f'<form action="/search" role="search"><input type="search" name="q" aria-label="Search" placeholder="Search">'
        f'</form><span class="reader">{account}</span></div>\n'
        f'<{tag} class="name"><a href="/">{e(view.paper.name)}</a></{tag}>\n'
        '<p class="motto">News from the bay, the hills and further afield</p>\n'
        f"{nav(view, here)}</header>\n"
    )


def footer(view: View) -> str:
    """Imprint and the links that every page has."""
    return (
        '<footer class="imprint" lang="en" dir="ltr"><ul>'
        '<li><a href="/about">About us</a></li><li><a href="/contact">Contact</a></li>'
        '<li><a href="/subscribe">Subscribe</a></li><li><a href="/feeds/all.xml">RSS</a></li>'
        '<li><a href="/feeds/all.atom">Atom</a></li><li><a href="/feeds/all.json">JSON Feed</a></li>'
        '<li><a href="/private/newsroom" rel="nofollow">Newsroom</a></li></ul>'
        f"<p>© {view.paper.today.year} {e(view.paper.name)}. An invented newspaper from an invented town, "
        "printed by newsbot for trying things out.</p></footer>\n"
    )


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page that differ. `head` and `content` are HTML."""

    title: str
    content: str
    path: str
    head: str = ""
    section: str = ""
    language: str = "en"
    direction: str = "ltr"
    charset: str = "utf-8"
    bodyClass: str = ""


def render(page: Page, view: View) -> str:
    """The whole HTML document."""
    front = page.path == "/"
    title = view.paper.name if front else f"{page.title} – {view.paper.name}"
    banner, behind = (_CONSENT, " behind") if view.consent else ("", "")
    return (
        f'<!DOCTYPE html>\n<html lang="{page.language}" dir="{page.direction}">\n<head>\n'
        f'<meta charset="{page.charset}">\n<title>{e(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="canonical" href="{view.base}{e(page.path)}">\n{page.head}'
        f'<link rel="alternate" type="application/rss+xml" title="{e(view.paper.name)}" href="/feeds/all.xml">\n'
        '<link rel="alternate" type="application/atom+xml" title="Atom" href="/feeds/all.atom">\n'
        '<link rel="alternate" type="application/feed+json" title="JSON Feed" href="/feeds/all.json">\n'
        '<link rel="stylesheet" href="/assets/paper.css">\n<link rel="icon" href="/assets/icon.png">\n'
        f'</head>\n<body class="{page.bodyClass}{behind}">\n{masthead(view, page.section, front=front)}'
        f'<main id="content">\n{page.content}\n</main>\n{footer(view)}{banner}</body>\n</html>\n'
    )


def teaser(piece: Piece, *, picture: bool = True, lead: bool = False) -> str:
    """An article as front page and sections show it."""
    image = ""
    if picture and piece.pictures:
        first = piece.pictures[0]
        lazy = "" if lead else " loading=lazy"
        image = (
            f'<a href="{piece.path}" tabindex="-1"><img src="{first.path}" alt="" width="640" height="400"{lazy}></a>'
        )
    plus = '<span class="plus">Courier+</span> ' if piece.declared.value == "not_free" else ""
    direction = f' dir="{piece.direction}" lang="{piece.language}"' if piece.language != "en" else ""
    return (
        f'<article class="teaser{" lead" if lead else ""}"{direction}>{image}'
        f'<p class="kicker">{plus}{e(piece.section.name)}</p>'
        f'<h2><a href="{piece.path}">{e(piece.headline)}</a></h2>'
        f'<p class="summary">{e(piece.description)}</p>'
        f'<p class="when"><time datetime="{piece.published.isoformat()}">{short_date(piece.published)}</time></p>'
        "</article>"
    )
