"""Pages of the demo newspaper that are no articles: front, sections, authors, tags, search, and the house's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from newsbot.demo.frame import Page, View, e, render, teaser
from newsbot.demo.shapes import Piece

PAGE_SIZE = 12


def front_page(view: View) -> str:
    """The newest, the first of them large, and then the newest of every section."""
    pieces = view.paper.articles
    grid = "".join(teaser(piece, lead=place == 0) for place, piece in enumerate(pieces[:10]))
    seen = set(pieces[:10])
    parts = []
    for section in view.paper.sections:
        more = [piece for piece in view.paper.in_section(section) if piece not in seen][:4]
        cards = "".join(teaser(piece, picture=False) for piece in more)
        title = f'<h2 class="page-title"><a href="/{section.key}/">{e(section.name)}</a></h2>'
        parts.append(f'<section>{title}<div class="grid">{cards}</div></section>')
    content = f'<div class="grid">{grid}</div>\n' + "\n".join(parts)
    head = (
        f'<meta property="og:type" content="website">\n<meta property="og:title" content="{e(view.paper.name)}">\n'
        '<meta name="description" content="News from Saltmere, its bay and its hills.">\n'
    )
    return render(Page(title="", content=content, path="/", head=head), view)


def section_page(view: View, key: str, page: int) -> str | None:
    """One page of a section; None where there is no such section or page."""
    section = next((each for each in view.paper.sections if each.key == key), None)
    if section is None:
        return None
    return _paged(view, view.paper.in_section(section), f"/{key}/", section.name, page)


def author_page(view: View, slug: str, page: int) -> str | None:
    """What one author wrote."""
    writer = next((each for each in view.paper.writers if each.slug == slug), None)
    if writer is None:
        return None
    pieces = [piece for piece in view.paper.all if writer in piece.authors]
    return _paged(view, pieces, f"/authors/{slug}", f"{writer.name}, {writer.beat}", page)


def tag_page(view: View, word: str, page: int) -> str | None:
    """All articles with one keyword, its blanks written as hyphens."""
    pieces = [piece for piece in view.paper.all if word in {keyword.replace(" ", "-") for keyword in piece.keywords}]
    return _paged(view, pieces, f"/tags/{quote(word)}", f"On {word.replace('-', ' ')}", page) if pieces else None


def search_page(view: View, words: str) -> str:
    """Articles whose headline holds all the words."""
    wanted = words.casefold().split()
    found = (
        [piece for piece in view.paper.articles if all(word in piece.headline.casefold() for word in wanted)]
        if wanted
        else []
    )
    cards = "".join(teaser(piece, picture=False) for piece in found[:30])
    content = (
        f'<h1 class="page-title">Search</h1><p>{len(found)} found for “{e(words)}”.</p><div class="list">{cards}</div>'
    )
    head = '<meta name="robots" content="noindex">\n'
    return render(Page(title="Search", content=content, path="/search", head=head), view)


def _paged(view: View, pieces: Sequence[Piece], path: str, title: str, page: int) -> str | None:
    """Twelve teasers and links to the other pages; None beyond the last page."""
    last = max(1, -(-len(pieces) // PAGE_SIZE))
    if not 1 <= page <= last:
        return None

    def address(number: int) -> str:
        return path if number == 1 else f"{path}?page={number}"

    links = [
        f"<b>{number}</b>" if number == page else f'<a href="{e(address(number))}">{number}</a>'
        for number in range(1, last + 1)
    ]
    cards = "".join(teaser(piece) for piece in pieces[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    content = (
        f'<h1 class="page-title">{e(title)}</h1><div class="grid">{cards}</div>'
        f'<nav class="pager" aria-label="Pages">{" ".join(links) if last > 1 else ""}</nav>'
    )
    head = f'<link rel="next" href="{view.base}{e(address(page + 1))}">\n' if page < last else ""
    return render(Page(title=title, content=content, path=address(page), head=head, section=path.strip("/")), view)


def plain_page(view: View, path: str, title: str, content: str) -> str:
    """A page with a title and some text in HTML."""
    body = f'<div class="plain"><h1>{e(title)}</h1>{content}</div>'
    return render(Page(title=title, content=body, path=path), view)


def about(view: View) -> str:
    """Who we are."""
    people = "".join(
        f'<li><a href="/authors/{who.slug}">{e(who.name)}</a>, {e(who.beat)}</li>' for who in view.paper.writers
    )
    text = (
        "<p>The Saltmere Courier has been printed by the bay since the days when news came by schooner. There is no "
        "Saltmere, and no Courier either: this newspaper was invented so that newsbot has something to read on your "
        "own machine.</p>"
    )
    return plain_page(view, "/about", "About us", f"{text}<h2>The newsroom</h2><ul>{people}</ul>")


def contact(view: View) -> str:
    """How to reach us."""
    return plain_page(
        view,
        "/contact",
        "Contact",
        "<p>Write to <a href='mailto:desk@demo.example'>desk@demo.example</a>, or come by: 4 Quay Road.</p>",
    )


def subscribe(view: View) -> str:
    """The offers."""
    offers = (
        ("Courier+", "All articles on all devices", "£1 for four weeks, then £6 a month"),
        ("Courier+ and paper", "The printed paper on Saturdays as well", "£11 a month"),
        ("Register", "Some articles, and the newsletter", "Free of charge"),
    )
    items = "".join(f"<li><h2>{name}</h2><p>{what}.</p><p><b>{price}</b></p></li>" for name, what, price in offers)
    return plain_page(
        view,
        "/subscribe",
        "Read all of the Courier",
        f'<ul class="offers">{items}</ul><p><a class="button" href="/register">Register</a></p>',
    )


def not_found(view: View, path: str) -> str:
    """What is shown for an address that leads nowhere."""
    text = (
        "<p>The page you are looking for is not here. It may have been moved, or never have been printed.</p>"
        '<p><a href="/">To the front page</a></p>'
    )
    return plain_page(view, path, "Page not found", text)


#: Pages that need nothing but a view.
PLAIN: dict[str, Callable[[View], str]] = {
    "/": front_page,
    "/about": about,
    "/contact": contact,
    "/subscribe": subscribe,
}
