"""Small pages that have the structure of real ones, and what newsbot makes of them."""

import json

from newsbot.access.verdict import judge, page_kind
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page

URL = "https://news.example/2026/03/harbour-plan-4711"
SENTENCES = (
    "The council of the old harbour town voted on Monday evening for a plan that has divided its people for years.",
    "Two new piers are to be built where the fish market stood until the flood of 1962 took most of its halls away.",
    "The mayor said that the money had been set aside, and that work could begin before the autumn storms.",
    "Fishermen who had come to the meeting called the plan a gift to the hotels along the shore.",
    "An engineer from the regional office explained how the currents would change, and where sand would gather.",
    "Nobody could say what would become of the small boats that have been moored in the inner basin for decades.",
)
SEED_NOTICE = (
    "Already a subscriber? Make sure to log into your account before viewing this content. You can "
    "access your account by "
    "hitting the “login” button on the top right corner. Still unable to see the content after "
    "signing in? Make sure your "
    "card on file is up-to-date."
)
GERMAN = (
    "Der Rat der alten Hafenstadt hat am Montagabend für einen Plan gestimmt, der seine Bürger seit Jahren entzweit.",
    "Zwei neue Molen sollen dort entstehen, wo der Fischmarkt stand, bis ihm die Flut von 1962 die "
    "meisten Hallen nahm.",
    "Die Bürgermeisterin sagte, das Geld liege bereit, und die Arbeiten könnten noch vor den Herbststürmen beginnen.",
)
JAPANESE = (
    "港町の市議会は月曜日の夜、長年にわたり住民を二分してきた新しい桟橋の建設計画を賛成多数で可決した。",
    "市長は記者団に対し、予算はすでに確保されており、秋の嵐が来る前に工事を始められるとの見通しを示した。",
    "漁業関係者からは、海岸沿いのホテルを優遇する計画だとの批判の声が上がっている。",
)


def prose(paragraphs=14, sentences=SENTENCES):
    """So many paragraphs of two sentences, no two of them alike."""
    lines = []
    for at in range(paragraphs):
        first, second = sentences[at % len(sentences)], sentences[(at * 2 + 1) % len(sentences)]
        lines.append(f"<p>{first} {second} ({at + 1})</p>")
    return "".join(lines)


def linked(data):
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def news(**more):
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Council votes for the harbour plan",
        "datePublished": "2026-03-02T19:30:00+00:00",
        "author": {"@type": "Person", "name": "Jane Doe"},
        **more,
    }


def document(body, *, data=None, head="", lang="en", title="Council votes for the harbour plan"):
    data = news() if data is None else data
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title><meta property="og:type" content="article">'
        f"{linked(data) if data else ''}{head}</head><body><header><nav><a href='/'>Home</a> <a "
        "href='/login'>Log in</a> "
        f"<a href='/subscribe'>Subscribe</a></nav></header><main><article><h1>{title}</h1>{body}</article></main>"
        f"<footer><p>© 2026 The Harbour News. All rights reserved.</p></footer></body></html>"
    )


def verdict(html, *, url=URL, asked=None, status=200, headers=None, **options):
    page = parse_page(html, url, requested_url=asked, status=status, headers=headers)
    return judge(page, read_page(page), **options)


def kind(html, *, url=URL, asked=None, status=200, headers=None):
    page = parse_page(html, url, requested_url=asked, status=status, headers=headers)
    return page_kind(page, read_page(page))


def found(access):
    return {each.kind for each in access.evidence}
