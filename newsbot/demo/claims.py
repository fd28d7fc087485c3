"""What an article's page says of itself to machines: JSON-LD, OpenGraph, and the word on free access."""

from __future__ import annotations

import json
from typing import Any

from newsbot.article import Declared
from newsbot.demo.frame import View, e
from newsbot.demo.shapes import Kind, Layout, Piece

_CONTEXT = {"@context": "https://schema.org"}
_TYPES = {Kind.LIVE: "LiveBlogPosting", Kind.OPINION: "OpinionNewsArticle", Kind.GALLERY: "ImageGallery"}


def head(piece: Piece, view: View) -> str:
    """The head's part that only articles have."""
    tags = [
        ("name", "description", piece.description),
        ("property", "og:type", "article"),
        ("property", "og:title", piece.headline),
        ("property", "og:description", piece.description),
        ("property", "og:url", view.base + piece.identity),
        ("property", "og:site_name", view.paper.name),
        ("property", "article:section", piece.section.name),
        ("property", "article:published_time", piece.published.isoformat()),
        ("name", "keywords", ", ".join(piece.keywords)),
        ("name", "twitter:card", "summary_large_image"),
    ]
    tags += [("name", "author", author.name) for author in piece.authors]
    if piece.pictures:
        tags.append(("property", "og:image", view.base + piece.pictures[0].path))
    if piece.modified:
        tags.append(("property", "article:modified_time", piece.modified.isoformat()))
    if tier := _tier(piece):
        tags.append(("property", "article:content_tier", tier))
    metas = "".join(f'<meta {kind}="{name}" content="{e(value)}">\n' for kind, name, value in tags)
    return metas + ("" if piece.layout is Layout.COMPACT else _jsonld(piece, view))


def _tier(piece: Piece) -> str | None:
    """The meta tag's word: metered pages have no other, compact pages no JSON-LD."""
    if piece.declared is Declared.METERED:
        return "metered"
    if piece.layout is Layout.COMPACT:
        return {Declared.NOT_FREE: "locked", Declared.FREE: "free"}.get(piece.declared)
    return None


def _jsonld(piece: Piece, view: View) -> str:
    article = _news_article(piece, view)
    data: Any = article
    if piece.layout is Layout.MAGAZINE:
        website = {"@type": "WebSite", "@id": f"{view.base}/#site", "name": view.paper.name, "url": f"{view.base}/"}
        data = _CONTEXT | {"@graph": [website, _trail(piece, view), article]}
    elif piece.number % 2:
        data = [_CONTEXT | _trail(piece, view), _CONTEXT | article]
    else:
        data = _CONTEXT | article
    text = json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")
    if piece.kind is Kind.BROKEN_JSONLD:  # as template engines break it: a raw line break in a string, a comma too many
        text = text.replace('",\n', '",\n\n', 1).replace("The Saltmere", "The\nSaltmere", 1)
        text = text[: text.rindex("}")].rstrip() + ",\n" + text[text.rindex("}") :]
    return f'<script type="application/ld+json">{text}</script>\n'


def _news_article(piece: Piece, view: View) -> dict[str, Any]:
    """The article as schema.org has it, without its text: whoever cuts that on the server does not print it here."""
    url = view.base + piece.identity
    data: dict[str, Any] = {
        "@type": _TYPES.get(piece.kind, "NewsArticle"),
        "@id": f"{url}#article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "url": url,
        "headline": piece.headline,
        "description": piece.description,
        "datePublished": piece.published.isoformat(),
        "dateModified": (piece.modified or piece.published).isoformat(),
        "author": [_author(piece, place, view) for place in range(len(piece.authors))],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": view.paper.name,
            "logo": {"@type": "ImageObject", "url": f"{view.base}/assets/icon.png", "width": 240, "height": 240},
        },
        "articleSection": piece.section.name,
        "keywords": list(piece.keywords),
        "inLanguage": piece.language,
        "image": [
            {
                "@type": "ImageObject",
                "url": view.base + picture.path,
                "width": picture.width,
                "height": picture.height,
                "caption": picture.caption,
                "creditText": picture.credit,
            }
            for picture in piece.pictures
        ],
        "wordCount": len(piece.body.split()),
    }
    return data | _access(piece) | _extras(piece, view)


def _author(piece: Piece, place: int, view: View) -> dict[str, str]:
    author = piece.authors[place]
    if author.slug is None:
        return {"@type": "Organization", "name": author.name}
    return {"@type": "Person", "name": author.name, "url": f"{view.base}/authors/{author.slug}"}


def _access(piece: Piece) -> dict[str, Any]:
    """`isAccessibleForFree`, sometimes as a string, as on real pages."""
    if piece.declared is Declared.FREE:
        return {"isAccessibleForFree": True}
    if piece.declared is not Declared.NOT_FREE:
        return {}
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".members"}
    return {"isAccessibleForFree": "False" if piece.number % 2 else False, "hasPart": part}


def _extras(piece: Piece, view: View) -> dict[str, Any]:
    """A correction, and the entries of a live blog."""
    extras: dict[str, Any] = {}
    if piece.correction:
        extras["correction"] = {"@type": "CorrectionComment", "text": piece.correction}
    if piece.updates:
        extras["coverageStartTime"] = piece.updates[-1].at.isoformat()
        extras["liveBlogUpdate"] = [
            {
                "@type": "BlogPosting",
                "headline": update.headline,
                "articleBody": update.text,
                "datePublished": update.at.isoformat(),
                "url": f"{view.base}{piece.path}#entry-{update.at:%H%M}",
            }
            for update in piece.updates
        ]
    return extras


def _trail(piece: Piece, view: View) -> dict[str, Any]:
    steps = [(view.paper.name, "/"), (piece.section.name, f"/{piece.section.key}/"), (piece.headline, piece.path)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": view.base + path}
        for place, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
