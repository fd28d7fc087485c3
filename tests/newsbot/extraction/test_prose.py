"""Prose: what weighs in every script, and which names are believed about what stands under them."""

from __future__ import annotations

import time

import pytest

from newsbot.extraction import regions
from newsbot.extraction.prose import extent, find_headline, mass_of, sums_of, weigh
from tests.newspages import SENTENCE, outline_of, paragraph, paragraphs


def mass(html: str) -> int:
    (passage,) = outline_of(html).passages
    return mass_of(passage)


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "市議会は月曜日の夜に開かれ、長い話し合いの末に橋の修理を決めた。",
        "市议会周一晚间开会，经过两个小时的讨论后投票决定修缮老桥。",
        "시의회는 월요일 저녁에 모여 두 시간 동안 논의한 끝에 다리를 고치기로 했다.",
        "สภาเมืองประชุมเมื่อคืนวันจันทร์และลงมติให้ซ่อมสะพานเก่าหลังจากการหารือ",
        "नगर परिषद की सोमवार शाम बैठक हुई और दो घंटे की चर्चा के बाद पुल की मरम्मत का फैसला हुआ।",
        "اجتمع المجلس مساء الاثنين وبعد ساعتين من النقاش صوت على إصلاح الجسر القديم.",
        "کونسل کا اجلاس پیر کی شام ہوا اور دو گھنٹے کی بات کے بعد پل کی مرمت کا فیصلہ ہوا۔",
        "המועצה התכנסה ביום שני בערב ואחרי שעתיים של דיון הצביעה לתקן את הגשר הישן.",
        "Совет собрался в понедельник вечером и после двух часов споров решил чинить мост.",
        "Το συμβούλιο συνεδρίασε τη Δευτέρα το βράδυ και αποφάσισε να επισκευάσει τη γέφυρα.",
        "Hội đồng họp vào tối thứ Hai và sau hai giờ bàn bạc đã quyết định sửa chữa cây cầu cũ.",
        "The council voted on Monday to mend the old bridge",
    ],
)
def test_a_sentence_weighs_in_every_script(text: str) -> None:
    ended = text if not text.endswith("bridge") else f"{text}."
    assert mass(f"<p>{ended}</p>") == extent(ended) >= 50


@pytest.mark.parametrize(
    "html",
    [
        "<p>By Ann Lee</p>",
        "<p>The council voted to mend the old bridge again.</p>",  # 48 characters
        "<p>Culture Politics Economy Sports Weather Motors Travel Letters Games</p>",  # no end of a sentence
        f"<h2>{SENTENCE}</h2>",
        f"<p><a href=/x>{SENTENCE}</a></p>",
        f"<p><a href=/x>{SENTENCE[:60]}</a>{SENTENCE[60:]}</p>",
        "<p>橋の修理を決めた。</p>",
    ],
)
def test_lines_headings_and_links_weigh_nothing(html: str) -> None:
    assert mass(html) == 0


@pytest.mark.parametrize("end", [".", "!", "?", "…", "”", "»", ".)", ".&nbsp;»", "”, he said.", ":", "। "])
def test_short_prose_ends_like_a_sentence(end: str) -> None:
    assert mass(f"<p>The council voted on Monday to mend the old bridge{end}</p>") > 0


def test_prose_of_two_lines_needs_no_end() -> None:
    assert mass(f"<p>{SENTENCE.rstrip('.')} and the pier</p>") > 100
    assert mass(f"<p>{SENTENCE} <a href=/x>{SENTENCE[:30]}</a></p>") > 100


def test_one_passage_is_no_whole_text() -> None:
    assert mass(f"<p>{SENTENCE * 40}</p>") == mass(f"<p>{SENTENCE * 80}</p>") < 1000


def test_sums_run() -> None:
    assert sums_of([1, 2, 3]) == [0, 1, 3, 6]


def outside(html: str, headline: int = -1) -> dict[str, bool]:
    """By the first word of each longer passage, whether it is kept out of the text."""
    outline = outline_of(html)
    weights = weigh(outline, headline)
    return {p.text.split(":")[0]: bool(weights.is_outside(p)) for p in outline.passages if ":" in p.text}


ARTICLE = paragraphs("One Two Three Four Five Six")


@pytest.mark.parametrize(
    "around",
    [
        "<div class='sidebar-content'>{}</div>",
        "<div class='comments-enabled'>{}</div>",
        "<div class='layout-with-rail'>{}</div>",
        "<div class='page-modal'><div>{}</div></div>",
        "<aside>{}</aside>",
        "<form id=aspnetForm><div>{}</div></form>",
        "<div class='widget promo'><div class='teaser'>{}</div></div>",
        "<figure><div>{}</div></figure>",
        "<div style='display:none'>{}</div>",
        "<dialog open>{}</dialog>",
    ],
)
def test_a_name_over_nearly_everything_is_none(around: str) -> None:
    assert not any(outside(f"<div>Menu</div>{around.format(ARTICLE)}").values())


@pytest.mark.parametrize(
    "around", ["<div class=widget>{}</div>", "<div id=social-page>{}</div>", "<div role=form class=offers>{}</div>"]
)
def test_a_name_over_most_of_the_prose_is_none(around: str) -> None:
    found = outside(around.format(ARTICLE) + paragraphs("Seven Eight Nine"))
    assert not any(found.values())


@pytest.mark.parametrize("tag", ["aside", "dialog", "footer", "figure", "div class=comments", "div hidden"])
def test_sure_regions_are_believed_even_over_most_of_the_prose(tag: str) -> None:
    found = outside(
        f"<main>{paragraphs('One Two Three Four')}<{tag}>"
        f"{paragraphs('Five Six Seven')}</{tag.split(maxsplit=1)[0]}></main>"
    )
    assert found == dict.fromkeys(["One", "Two", "Three", "Four"], False) | dict.fromkeys(
        ["Five", "Six", "Seven"], True
    )


@pytest.mark.parametrize("count", [10, 40])
def test_comments_longer_than_the_article_stay_out(count: int) -> None:
    comments = "".join(f"<li class=comment-item>{paragraph(f'C{n}')}</li>" for n in range(count))
    found = outside(f"<div>{ARTICLE}</div><ol class=comment-list>{comments}</ol>")
    assert [word for word, out in found.items() if not out] == ["One", "Two", "Three", "Four", "Five", "Six"]


def test_a_misnamed_article_is_measured_without_its_comments() -> None:
    comments = "".join(f"<li class=comment>{paragraph(f'C{n}')}</li>" for n in range(12))
    found = outside(f"<div class=widget>{ARTICLE}</div>{paragraph('Seven')}<ol>{comments}</ol>")
    assert [word for word, out in found.items() if not out] == ["One", "Two", "Three", "Four", "Five", "Six", "Seven"]


def test_boxes_within_boxes_of_one_class_count_once() -> None:
    box = f"<div class=tools><div class=tools>{paragraphs('Seven Eight Nine')}</div></div>"
    found = outside(f"<article>{ARTICLE}{box}</article>")
    assert [word for word, out in found.items() if out] == ["Seven", "Eight", "Nine"]


def test_a_hidden_dialog_with_much_text_stays_out() -> None:
    rows = "".join(f"<tr><td>{paragraph(f'Cookie{n}')}</td></tr>" for n in range(20))
    found = outside(f"<div>{ARTICLE}</div><div style='display:none'><table>{rows}</table></div>")
    assert [word for word, out in found.items() if not out] == ["One", "Two", "Three", "Four", "Five", "Six"]


def test_a_region_that_holds_the_headline_and_a_good_part_is_the_article() -> None:
    box = f"<div class='comments-page'><h1>Bridge</h1>{paragraphs('One Two')}</div>"
    html = box + f"<div>{paragraphs('Three Four Five Six')}</div>"
    assert outside(html)["One"]
    assert not outside(html, headline=0)["One"]


def test_paragraphs_that_share_a_class_share_its_name() -> None:
    parts = "".join(paragraph(word, "p class=tools") for word in ["One", "Two", "Three", "Four"])
    assert not any(outside(f"<article>{parts}{paragraphs('Five Six')}</article>").values())
    one = paragraph("One", "p class=tools")
    assert outside(f"<article>{one}{paragraphs('Two Three Four Five Six')}</article>")["One"]


def test_the_text_itself_may_be_named_by_its_gate() -> None:
    named = f"<div class='article-body paywall'>{paragraphs('One Two')}</div>"
    assert not outside(named + paragraphs("Three Four Five Six"))["One"]
    gate = f"<div class='paywall'>{paragraphs('One Two')}</div>"
    assert outside(gate + paragraphs("Three Four Five Six"))["One"]


def test_a_heading_is_what_it_is_whatever_it_is_called() -> None:
    html = "<h2 class='teaser promo'>Costs: four million</h2><h2 class='promo' hidden>Menu: all of it</h2>" + ARTICLE
    found = outside(html)
    assert (found["Costs"], found["Menu"]) == (False, True)


def test_what_keeps_a_passage_out_is_told() -> None:
    outline = outline_of(f"{ARTICLE}<div class=newsletter><div class=comments>{paragraph('Seven')}</div></div>")
    assert weigh(outline).is_outside(outline.passages[-1]) == regions.OTHER | regions.COMMENTS


@pytest.mark.parametrize(
    ("html", "titles", "place"),
    [
        ("<h1>The Paper</h1><h1>The bridge opens</h1>", ["The bridge opens - The Paper"], 1),
        ("<h1>The Paper</h1><h1>The bridge opens</h1>", ["The bridge"], 1),
        ("<p>x</p><h1>The BRIDGE  opens</h1><h1>Other</h1>", ["", "the bridge opens"], 1),
        ("<p>x</p><h1>Anything</h1>", [], 1),
        ("<h1>One</h1><h1>Two</h1>", [], -1),
        ("<h2>One</h2>", ["One"], -1),
    ],
)
def test_the_headline_is_found(html: str, titles: list[str], place: int) -> None:
    assert find_headline(outline_of(html), titles) == place


def test_many_elements_of_many_names_deep_down_cost_little() -> None:
    inner = "".join(f"<div class='ad x{n}'>{SENTENCE}</div>" for n in range(5000))
    outline = outline_of("<div class=a>" * 1500 + inner)
    started = time.process_time()
    weigh(outline)
    assert time.process_time() - started < 2
