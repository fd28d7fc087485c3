"""The notice page, judged: a notice and then the whole text is `full_with_notice`; its twins are what they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsbot.article import Delivered, Gate, Session
from newsbot.reading import PageRead, SiteHints, read_bytes

FILE = Path(__file__).parent / "extraction" / "data" / "notice_then_full.html"
HTML = FILE.read_text("utf-8")
URL = "https://www.quaycourier.example/news/harbour-pilots-stop-work"
NOTICE = re.search(r"<p>Already a subscriber\?.*?</p>", HTML)[0]  # type: ignore[index]
PARAGRAPHS = re.findall(r"<p>(?!Already|Keep|©).*?</p>", HTML)


def read(html: str, hints: SiteHints | None = None) -> PageRead:
    return read_bytes(html, URL, hints=hints or SiteHints())


@pytest.mark.parametrize(
    "html",
    [
        HTML,
        HTML.replace(NOTICE, "").replace(PARAGRAPHS[2], PARAGRAPHS[2] + NOTICE),
        HTML.replace(PARAGRAPHS[2], PARAGRAPHS[2] + NOTICE),
    ],
    ids=["before the text", "in its middle", "both"],
)
def test_a_notice_beside_the_whole_text(html: str) -> None:
    access = read(html).article.access
    assert (access.delivered, access.session) == (Delivered.FULL_WITH_NOTICE, Session.ANONYMOUS)
    assert any(evidence.kind == "notice" for evidence in access.evidence)


def test_the_notice_alone_is_no_article() -> None:
    alone = HTML
    for paragraph in PARAGRAPHS:
        alone = alone.replace(paragraph, "")
    access = read(alone).article.access
    assert access.delivered in {Delivered.NONE, Delivered.PARTIAL_TEASER}
    assert access.gate is Gate.LOGIN_REQUIRED


def test_a_site_file_can_take_elements_out() -> None:
    result = read(HTML, SiteHints(remove=("xpath://h3", "css:figure")))
    assert "More on the crane:" not in (result.article.articleBody or "")
    assert [image.caption for image in result.article.images] == [None], "only the one that the page names in its head"
    assert "More on the crane:" in "".join(result.page.root.itertext()), "the page itself stays as it was"
