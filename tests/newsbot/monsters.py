"""Monsters: pages of a size, a depth or a number of things that no newsroom makes, each made when it is asked for.

Run as a script with the name of one, it reads that one and prints the CPU (s) and the memory (MB) that it took.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable

from newsbot.errors import NotAPage
from newsbot.reading import PageRead, read_bytes

ADDRESS = "https://paper.example/2026/11/22/a-bridge"
MB = 1_000_000


def prose(paragraphs: int = 12) -> str:
    """So many paragraphs, no two of them alike."""
    return "".join(
        f"<p>In its meeting number {n} the council of the harbour town voted for pier {n * 7}, and {n + 3} against.</p>"
        for n in range(paragraphs)
    )


def document(body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>Council votes</title>{head}</head>"
        f"<body><article><h1>Council votes</h1>{body}</article></body></html>"
    )


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def news(**more: object) -> str:
    return linked({"@type": "NewsArticle", "headline": "Council votes", **more})


def many(part: str, times: int) -> str:
    """A part of a page so many times, `#` being its number."""
    return "".join(part.replace("#", str(n)) for n in range(times))


def filled(unit: str, size: int) -> str:
    return unit * (size // len(unit))


def nested(tag: str, levels: int) -> str:
    return f"<{tag}>" * levels + prose() + f"</{tag}>" * levels


Monster = Callable[[], str | bytes]

#: Read with all of their text, whatever stands around it.
WHOLE: dict[str, Monster] = {
    "50 levels": lambda: document(nested("div", 50)),
    "a class of 1 MB": lambda: document(f"<div class='{filled('teaser-x ', MB)}'></div>{prose()}"),
    "an attribute of 9 MB": lambda: document(f"<p title='{filled('x y ', 9 * MB)}'>x</p>{prose()}"),
    "a comment of 9 MB": lambda: document(f"<!-- {filled('x y ', 9 * MB)} -->{prose()}"),
    "a script of 9 MB": lambda: document(f"<script>{filled('var a = {b: 1}; ', 9 * MB)}</script>{prose()}"),
    "a srcset of 5 MB": lambda: document(
        f"{prose()}<figure><img src='/a.jpg' srcset='{many('/a-#.jpg #w, ', 250_000)}'></figure>"
    ),
    "5,000 blocks of JSON-LD": lambda: document(prose(), news() * 5000),
    "100 kB of broken JSON-LD": lambda: document(prose(), linked('{"@type": "NewsArticle", "a" ' * 4000)),
    "10,000 arrays in JSON-LD": lambda: document(prose(), linked("[" * 10_000 + "]" * 10_000)),
    "10,000 arrays in a state": lambda: document(
        f"{prose()}<script>window.__STATE__ = {{a: {'[' * 10_000}{']' * 10_000}}};</script>"
        f"<script id='__NEXT_DATA__' type='application/json'>{'[' * 10_000}{']' * 10_000}</script>"
    ),
    "lone surrogates": lambda: document(prose().replace("voted", "vo\ud800ted\udfff")),
    "references to halves": lambda: document(
        prose().replace("voted", "voted&#xD800;"), linked('{"@type":"NewsArticle","headline":"\\ud800 x"}')
    ),
    "20,000 dates in words": lambda: document(
        f"{prose()}<div class=x>{many('<time># of foo 2024 at noon</time>', 20_000)}</div>"
    ),
    "20,000 meta elements": lambda: document(
        prose(), many("<meta name=author content='Ann Lee #'><meta property=og:image content='/#.jpg'>", 10_000)
    ),
}
#: Read or refused, in bounds; what of their text is read depends on what they are.
BOUNDED: dict[str, Monster] = {
    "a tag of 200,000 attributes": lambda: document(prose() + "<p " + many("a# ", 200_000) + ">"),
    "the same with brackets in quotes": lambda: document(prose() + "<p " + many("a#='<>' ", 200_000) + ">"),
    "5,000 levels": lambda: document(nested("div", 5000)),
    "500,000 levels": lambda: document(nested("div", 500_000)),
    "500,000 levels of spans": lambda: document("<p>" + "<span>word " * 500_000),
    "500,000 paragraphs": lambda: document("<p>word</p>" * 500_000),
    "500,000 boxes": lambda: document("<div class='teaser box'>word here</div>" * 500_000),
    "500,000 items": lambda: document("<ul>" + "<li>word" * 500_000),
    "100,000 nested tables": lambda: document("<table><tr><td>word " * 100_000),
    "50,000 nested figures": lambda: document("<figure><img src='/a.jpg'><figcaption>word " * 50_000),
    "nested empty marks": lambda: document(("<p>words " + "<em>" * 1500 + "</em>" * 1500 + "</p>") * 100),
    "30 MB of one text": lambda: document("<p>" + filled("word and more ", 30 * MB)),
    "30 MB of one word": lambda: document("<p>" + "x" * (30 * MB)),
    "30 MB of paragraphs": lambda: document(
        many("<p>In meeting # the council voted for the pier, and for a ferry.</p>", 480_000)
    ),
    "30 MB of one script": lambda: document(f"<script>{filled('var a = {b: 1}; ', 30 * MB)}</script>{prose()}"),
    "30 MB of one attribute": lambda: document(f"<p title='{filled('x y ', 30 * MB)}'>x</p>{prose()}"),
    "30 MB of one comment": lambda: document(f"<!-- {filled('x y ', 30 * MB)} -->{prose()}"),
    "30 MB of JSON-LD": lambda: document(prose(), news(articleBody=filled("Word and more. ", 30 * MB))),
    "2.9 MB of JSON-LD": lambda: document(
        prose(), news(articleBody=filled("<p>Word and <em>more</em></p>", 2_900_000))
    ),
    "10 MB of broken JSON-LD": lambda: document(prose(), linked('{"a":"' + 'a "b" ' * 8000) * 200),
    "8 MB of data": lambda: document(
        "<script id='__NEXT_DATA__' type='application/json'>"
        + json.dumps(
            {"a": [{"type": "paragraph", "text": f"Some words of paragraph {n}, and more."} for n in range(120_000)]}
        )
        + "</script>"
    ),
    "8 MB of an open literal": lambda: document(f"<script>{filled('window.state={a:', 7_900_000)}</script>{prose()}"),
    "many things in JSON-LD": lambda: document(
        prose(),
        news(
            author=[{"@type": "Person", "name": f"Ann Lee{n}"} for n in range(9000)],
            image=[f"https://paper.example/{n}.jpg" for n in range(20_000)],
            keywords=[f"k{n}" for n in range(50_000)],
            liveBlogUpdate=[{"headline": "h", "articleBody": "<p>Words.</p>", "datePublished": "am 3. foo"}] * 5000,
        ),
    ),
    "1,000,000 open links": lambda: document("<a href='x'>" * 1_000_000),
    "1,000,000 links": lambda: document("<p>" + "<a href='/x'>y</a> " * 1_000_000),
    "100,000 pictures": lambda: document(prose() + many("<img src='/picture-#-x.jpg' width=800 height=600>", 100_000)),
    "60,000 figures": lambda: document(
        prose()
        + many(
            "<figure><img src='/picture-#-x.jpg' alt=a><figcaption>The pier #. Foto: Ann</figcaption></figure>", 60_000
        )
    ),
    "a table of 50,000 rows": lambda: document(
        f"<table>{many('<tr><td>word #</td><td>b</td><td>c</td></tr>', 50_000)}</table>"
    ),
    "50,000 notices": lambda: document(
        many("<div class=paywall>Subscribe to read the full article #. Already a subscriber? Log in.</div>", 50_000)
    ),
    "60,000 names": lambda: document(
        "<div itemprop=author itemscope><span itemprop=name>Ann Lee</span></div>" * 60_000
    ),
    "10 MB of entities": lambda: document("<p>" + "&amp;&lt;&nbsp;&#x1F600; " * 400_000),
    "10 MB of <": lambda: document("<" * 10_000_000),
    "10 MB of NULs": lambda: document("<p>" + "a \0" * 3_300_000),
    "NULs everywhere": lambda: "\0".join(document(prose())).encode(),
    "UTF-16 without a mark": lambda: document(prose(5000)).encode("utf-16-le"),
    "Latin-1 of 10 MB": lambda: document(many("<p>Der Rät der Städt # stimmte für die Brücke.</p>", 200_000)).encode(
        "latin-1"
    ),
    "5 MB of high bytes": lambda: b"<html><p>" * 300 + bytes(range(128, 256)) * 40_000,
}


def read(name: str) -> tuple[float, PageRead | None]:
    """Reads one: the seconds of CPU, and what was read; None where it was refused as no page."""
    body = {**WHOLE, **BOUNDED}[name]()
    started = time.process_time()
    try:
        page = read_bytes(body, ADDRESS)
    except NotAPage:
        page = None
    return time.process_time() - started, page


if __name__ == "__main__":
    seconds, _ = read(sys.argv[1])
    print(f"{seconds:.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
