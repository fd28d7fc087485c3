"""What stands in HTML, read by another parser than newsbot's; and made-up HTML that is broken in many ways."""

from __future__ import annotations

import random
from html.parser import HTMLParser

_BARE = """p h2 h3 h4 h5 h6 pre ul ol li blockquote figure figcaption table caption thead tbody tfoot tr em strong code
sub sup del ins br hr"""
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in _BARE.split()},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "width", "height", "loading", "referrerpolicy"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_KNOWN = """html body head p div h1 h2 h3 ul ol li dl dt dd table caption thead tbody tr td th blockquote figure
figcaption pre code em b i strong a img br hr svg math mtext mi style script title template noscript form button
select option textarea xmp span sub s ruby rt foreignObject annotation-xml desc frameset center font nobr details
summary iframe x-a colgroup col caption optgroup object marquee"""
_TAGS = _KNOWN.split()
_ATTRIBUTES = [
    "",
    " href=http://x.example/a",
    " src=//x.example/a.png",
    " title='<b>`\"'",
    " colspan=2",
    " onclick=ran()",
]
_TEXTS = (
    *(
        "a",
        " ",
        "\n",
        "b\n",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&lt;",
        "&amp;lt;",
        "\n\n",
        "&#10;",
        "&#13;",
        "<?x",
        "<!",
    ),
    *("</", "\xa0", "&#0;", "\r", "\x0c", "é\u2028", "&", "\ud800", "\ufffe", "\x00", "\x85", "&#1;", "&nbsp;"),
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    handle_decl = unknown_decl = handle_pi = handle_comment


def elements(markup: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements in HTML that holds nothing else than elements and text."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert not reader.odd
    return reader.elements


def assert_safe(markup: str) -> None:
    """Nothing but what is allowed is in it."""
    for tag, attributes in elements(markup):
        assert tag in ALLOWED
        assert attributes.keys() <= ALLOWED[tag]
        for name in attributes.keys() & {"href", "src"}:
            assert str(attributes[name]).startswith(("http://", "https://"))
    assert not any(ord(each) < 32 and each not in "\t\n" for each in markup)
    markup.encode()


def soup(source: random.Random) -> str:
    """Broken HTML."""
    pieces = []
    for _ in range(source.randint(1, 14)):
        chance, tag = source.random(), source.choice(_TAGS)
        if chance < 0.45:
            pieces.append(f"<{tag}{source.choice(_ATTRIBUTES)}>")
        else:
            pieces.append(f"</{tag}>" if chance < 0.7 else source.choice(_TEXTS))
    return "".join(pieces)
