"""Article pages of the demo newspaper: three templates, and what stands between a reader and the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from newsbot.article import Declared
from newsbot.demo.claims import head
from newsbot.demo.frame import Page, Plan, View, e, long_date, render, short_date
from newsbot.demo.shapes import Block, Kind, Layout, Picture, Piece

_METER_WALL = (
    "<h3>You have read your free articles for this month</h3>"
    "<p>The next ones are for subscribers. Sign in if you have a subscription, or take one out today.</p>"
)
_PAY_WALL = (
    "<h3>Read on with Courier+</h3><p>The rest of this article is reserved for our subscribers. "
    "Four weeks cost £1, and you can cancel at any time.</p>"
)
_PLAN_WALL = (
    "<h3>Your plan does not include this</h3><p>You are signed in. The rest of this article is reserved for "
    "subscribers of Courier+, and your plan does not include it.</p>"
)
_REGISTER_WALL = (
    "<h3>Register free of charge to continue reading</h3>"
    "<p>Create an account with your e-mail address, no payment needed, and read this article to its end.</p>"
)
_NOTICE = (
    "<p>Do you have a subscription already? Please sign in to your account before you read this page. If the text does "
    "not appear after signing in, check that your payment details are up to date.</p>"
)
_LONG = 4  #: from so many blocks on, something is put between them


@dataclass(frozen=True, slots=True)
class Shown:
    """What of an article this reader gets on this page."""

    blocks: Sequence[Block]
    wall: str = ""  #: HTML that stands where the rest of the text would be
    notice: str = ""  #: HTML that stands before a text that is there
    pager: str = ""


def article_page(piece: Piece, view: View, page: int = 1) -> str:
    """The page of an article for one reader. `page` is 1 or 2, and 2 for a paged article only."""
    shown = _shown(piece, view, page)
    content = _LAYOUTS[piece.layout](piece, shown, view)
    extra = head(piece, view)
    if is_cut(piece, view.printed_plan) and (view.byScript or not view.reader):  # some readers get it by script
        cookie = " data-cookie" if view.byScript else ""
        extra += f'<script src="/assets/member.js" data-source="/api/articles/{piece.number}"{cookie} defer></script>\n'
    if piece.pageBreak:
        other = 3 - page
        relation = "next" if page == 1 else "prev"
        extra += f'<link rel="{relation}" href="{view.base}{piece.path}{"?page=2" if other == 2 else ""}">\n'  # noqa: PLR2004
    return render(
        Page(
            title=piece.headline,
            content=content,
            path=piece.identity + ("?page=2" if page == 2 else ""),  # noqa: PLR2004
            head=extra,
            section=piece.section.key,
            language=piece.language,
            direction=piece.direction,
            charset=piece.charset,
            bodyClass=f"article {piece.layout.value}",
        ),
        view,
    )


def is_cut(piece: Piece, plan: Plan) -> bool:
    """Whether the server keeps the rest of an article from readers with this plan."""
    return piece.cut and plan < (Plan.REGISTERED if piece.kind is Kind.REGISTRATION else Plan.SUBSCRIBER)


def _shown(piece: Piece, view: View, page: int) -> Shown:
    """Decide, on the server, what this reader may have."""
    if is_cut(piece, view.printed_plan):
        return Shown(piece.blocks[:1], _wall(*_wall_for(piece, view)))
    if piece.kind is Kind.METERED and view.plan is Plan.ANONYMOUS:
        if view.meter_exhausted:
            return Shown(piece.blocks[:1], _wall("meter", _METER_WALL))
        count = f"<p>You have read {view.meterCount} of {view.meterLimit} free articles this month.</p>"
        return Shown(piece.blocks, notice=_box("counter", count))
    if piece.kind is Kind.NOTICE and not view.reader:
        return Shown(piece.blocks, notice=_box("note", _NOTICE))
    if piece.pageBreak:
        part = piece.blocks[: piece.pageBreak] if page == 1 else piece.blocks[piece.pageBreak :]
        return Shown(part, pager=_pager(piece, page))
    return Shown(piece.blocks)


def _box(kind: str, inner: str) -> str:
    links = '<p><a href="/login">Sign in</a> <a href="/subscribe">Subscribe</a></p>'
    return f'<div class="notice {kind}">{inner}{links}</div>\n'


def _wall_for(piece: Piece, view: View) -> tuple[str, str]:
    """Which wall stands before an article that is cut for this reader."""
    if view.reader:
        return "entitlement", _PLAN_WALL
    return ("registration", _REGISTER_WALL) if piece.kind is Kind.REGISTRATION else ("subscription", _PAY_WALL)


def _wall(kind: str, inner: str) -> str:
    action = (
        '<a class="button" href="/register">Register</a>'
        if kind == "registration"
        else '<a class="button" href="/subscribe">See the offers</a>'
    )
    login = '<p class="small">Already have an account? <a href="/login">Sign in</a></p>'
    if kind == "entitlement":
        login = '<p class="small"><a href="/account">Your account</a></p>'
    return f'<div class="wall wall-{kind}">{inner}<p>{action}</p>{login}</div>\n'


def _pager(piece: Piece, page: int) -> str:
    links = {
        1: f'<b>1</b> <a href="{piece.path}?page=2" rel="next">2</a>',
        2: f'<a href="{piece.path}" rel="prev">1</a> <b>2</b>',
    }
    return f'<nav class="pager" aria-label="Pages of this article">Page {links[page]}</nav>\n'


def _html(block: Block) -> str:
    return f"<{block.kind.value}>{e(block.text)}</{block.kind.value}>\n"


def _text(piece: Piece, shown: Shown, second: str = "") -> str:
    """The paragraphs, with `second` (a picture) put in after the third; a scripted article's shell instead."""
    if piece.kind is Kind.SCRIPTED:
        return (
            f'<div id="story" data-source="/api/articles/{piece.number}.json"><p class="loading">Loading …</p></div>\n'
            '<noscript><p class="notice">This page needs JavaScript to show its text.</p></noscript>\n'
            '<script src="/assets/story.js" defer></script>\n'
        )
    parts = [_html(block) for block in shown.blocks]
    parts.insert(_LONG - 1, second)
    return "".join(parts)


def _figure(picture: Picture) -> str:
    return (
        f'<figure><img src="{picture.path}" alt="{e(picture.alt)}" width="{picture.width}" height="{picture.height}">'
        f'<figcaption>{e(picture.caption)} <span class="credit">Photo: {e(picture.credit)}</span></figcaption>'
        "</figure>\n"
    )


def _byline(piece: Piece) -> str:
    names = [
        f'<a href="/authors/{who.slug}" rel="author">{e(who.name)}</a>' if who.slug else e(who.name)
        for who in piece.authors
    ]
    return " and ".join(names)


def _trail(piece: Piece) -> str:
    return (
        '<nav class="trail" aria-label="Breadcrumbs"><ol><li><a href="/">Front page</a></li>'
        f'<li><a href="/{piece.section.key}/">{e(piece.section.name)}</a></li></ol></nav>\n'
    )


def _after(piece: Piece, view: View) -> str:
    """What follows an article: keywords, newsletter, related links."""
    same = [other for other in view.paper.in_section(piece.section) if other.path != piece.path]
    start = piece.number % max(1, len(same))
    related = "".join(
        f'<li><a href="{other.path}">{e(other.headline)}</a></li>' for other in (same[start:] + same[:start])[:3]
    )
    tags = "".join(f'<li><a href="/tags/{quote(_tag(word))}" rel="tag">{e(word)}</a></li>' for word in piece.keywords)
    return (
        f'<ul class="tags">{tags}</ul>\n'
        '<aside class="newsletter"><h2>The bay before breakfast</h2><p>Our newsletter brings the day’s most important '
        'stories to your inbox at six.</p><form action="/newsletter" method="post"><input type="email" name="email" '
        'aria-label="E-mail address" placeholder="Your e-mail address"><button>Sign up</button></form></aside>\n'
        f'<aside class="related"><h2>More from {e(piece.section.name)}</h2><ul>{related}</ul></aside>\n'
    )


def _tag(word: str) -> str:
    return word.replace(" ", "-")


def _correction(piece: Piece) -> str:
    return f'<p class="correction">{e(piece.correction)}</p>\n' if piece.correction else ""


def _live(piece: Piece) -> str:
    entries = "".join(
        f'<section class="entry" id="entry-{update.at:%H%M}">'
        f'<time datetime="{update.at.isoformat()}">{update.at:%H:%M}</time>'
        f"<h3>{e(update.headline)}</h3><p>{e(update.text)}</p></section>\n"
        for update in piece.updates
    )
    return f'<div class="live">{entries}</div>\n' if entries else ""


def _classic(piece: Piece, shown: Shown, view: View) -> str:
    """Article, header, figure, paragraphs side by side."""
    pictures = [_figure(picture) for picture in piece.pictures] or [""]
    updated = f' <span class="updated">Updated {short_date(piece.modified)}</span>' if piece.modified else ""
    return (
        f'{_trail(piece)}<article class="story"><header><p class="kicker">{e(piece.section.name)}</p>'
        f"<h1>{e(piece.headline)}</h1>"
        f'<p class="byline">By {_byline(piece)}</p><p class="dateline">'
        f'<time datetime="{piece.published.isoformat()}">{long_date(piece.published)}</time>{updated}</p></header>\n'
        f'{pictures[0]}{shown.notice}<div class="story-body">\n{_text(piece, shown, "".join(pictures[1:]))}</div>\n'
        f"{_live(piece)}{shown.wall}{shown.pager}{_correction(piece)}</article>\n{_after(piece, view)}"
    )


def _magazine(piece: Piece, shown: Shown, view: View) -> str:
    """Nested divs, the picture above the headline, a pull quote, the declared part in its own element."""
    leading, others = piece.pictures[:1], piece.pictures[1:]
    if piece.kind is Kind.GALLERY:
        leading, others = (), piece.pictures
    pull = _pull(shown.blocks)
    inside = pull + ("" if piece.kind is Kind.GALLERY else "".join(map(_plate, others)))
    gallery = f'<div class="gallery">{"".join(map(_plate, others))}</div>\n' if piece.kind is Kind.GALLERY else ""
    members = " members" if piece.declared is Declared.NOT_FREE else ""
    return (
        f'<div class="wrap"><div class="hero">{"".join(map(_plate, leading))}</div>\n'
        f'<div class="head">{_trail(piece)}<h1 class="title">{e(piece.headline)}</h1>'
        f'<div class="meta"><span class="by">{_byline(piece)}</span> · '
        f'<time datetime="{piece.published.isoformat()}" pubdate>{short_date(piece.published)}</time></div></div>\n'
        f'<div class="cols"><div class="col">{shown.notice}<div class="content{members}">\n'
        f"{_text(piece, shown, inside)}{gallery}</div>{shown.wall}{shown.pager}{_correction(piece)}</div>\n"
        f'<div class="side">{_after(piece, view)}</div></div></div>'
    )


def _pull(blocks: Sequence[Block]) -> str:
    """The first quotation once more, in large type, as magazines do; short pages have none."""
    quoted = next((block.text for block in blocks if block.text.startswith("“")), "")
    if not quoted or len(blocks) < _LONG:
        return ""
    words = quoted.partition("”")[0].rstrip(",.")
    return f'<aside class="pull" aria-hidden="true">{e(words)}”</aside>\n'


def _plate(picture: Picture) -> str:
    return (
        f'<div class="plate"><img src="{picture.path}" alt="{e(picture.alt)}" width="{picture.width}" '
        f'height="{picture.height}" loading="lazy"><div class="caption">{e(picture.caption)}</div>'
        f'<div class="credit">© {e(picture.credit)}</div></div>\n'
    )


def _compact(piece: Piece, shown: Shown, view: View) -> str:
    """Older markup: microdata, spans for date and author, the picture floating in the text."""
    pictures = "".join(
        f'<div class="pic"><img itemprop="image" src="{picture.path}" alt="{e(picture.alt)}" width="{picture.width}" '
        f'height="{picture.height}"><p class="wp-caption-text">{e(picture.caption)} ({e(picture.credit)})</p></div>\n'
        for picture in piece.pictures
    )
    modified = f'<meta itemprop="dateModified" content="{piece.modified.isoformat()}">' if piece.modified else ""
    people = "".join(f'<meta itemprop="author" content="{e(who.name)}">' for who in piece.authors)
    return (
        f'{_trail(piece)}<div id="main" itemscope itemtype="http://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{e(piece.headline)}</h1>\n{modified}{people}'
        f'<p class="info"><span class="date" itemprop="datePublished" content="{piece.published.isoformat()}">'
        f'{short_date(piece.published)}</span> | <span class="author">{_byline(piece)}</span></p>\n'
        f'{shown.notice}{pictures}<div class="text" itemprop="articleBody">\n{_text(piece, shown)}</div>\n'
        f"{shown.wall}{shown.pager}{_correction(piece)}</div>\n{_after(piece, view)}"
    )


_LAYOUTS: dict[Layout, Callable[[Piece, Shown, View], str]] = {
    Layout.CLASSIC: _classic,
    Layout.MAGAZINE: _magazine,
    Layout.COMPACT: _compact,
}
