"""Body: the forms that articles take, from a line of news to an interview, in many languages; read as a whole."""

from __future__ import annotations

import pytest

from tests.newspages import SENTENCE, paragraph, paragraphs, prose, read, read_words

LANGUAGES = {
    "ja": (
        "市議会は月曜日の夜に開かれ、長い話し合いの末に橋の修理を決めた。工事は来年の春に始まり、二年かかる見込みだ。",
        "費用の見通し",
        "石と漆喰の費用",
    ),
    "zh": (
        "市议会周一晚间开会，经过两个小时的讨论后投票决定修缮老桥。工程将于明年春天开始，预计需要两年时间完成。",
        "费用是多少",
        "石料与灰浆",
    ),
    "ko": (
        (
            "시의회는 월요일 저녁에 모여 두 시간 동안 논의한 끝에 "
            "다리를 고치기로 했다. 공사는 내년 봄에 시작해 이태가 걸린다."
        ),
        "비용은 얼마인가",
        "돌과 회반죽",
    ),
    "th": (
        "สภาเมืองประชุมเมื่อคืนวันจันทร์และลงมติให้ซ่อมสะพานเก่าหลังจากหารือกันสองชั่วโมง งานจะเริ่มในฤดูใบไม้ผลิหน้า",
        "ค่าใช้จ่ายเท่าไร",
        "หินและปูน",
    ),
    "hi": (
        ("नगर परिषद की सोमवार शाम बैठक हुई और दो घंटे की चर्चा के बाद पुल की मरम्मत का फैसला हुआ। काम अगले वसंत में शुरू होगा।"),
        "कितना खर्च होगा",
        "पत्थर और गारा",
    ),
    "ar": (
        "اجتمع المجلس مساء الاثنين وبعد ساعتين من النقاش صوت على إصلاح الجسر القديم. ويبدأ العمل في الربيع المقبل.",
        "كم تبلغ الكلفة",
        "الحجر والملاط",
    ),
    "he": (
        "המועצה התכנסה ביום שני בערב ואחרי שעתיים של דיון הצביעה לתקן את הגשר הישן. העבודה תתחיל באביב הבא.",
        "כמה זה עולה",
        "אבן וטיט",
    ),
    "ru": (
        "Совет собрался в понедельник вечером и после двух часов споров решил чинить старый мост. Работы весной.",
        "Сколько это стоит",
        "Камень и раствор",
    ),
    "el": (
        "Το συμβούλιο συνεδρίασε τη Δευτέρα το βράδυ και αποφάσισε να επισκευάσει τη γέφυρα. Αρχίζουν την άνοιξη.",
        "Πόσο κοστίζει",
        "Πέτρα και κονίαμα",
    ),
    "vi": (
        "Hội đồng họp vào tối thứ Hai và sau hai giờ bàn bạc đã quyết định sửa chữa cây cầu cũ. Bắt đầu vào mùa xuân.",
        "Chi phí là bao nhiêu",
        "Đá và vữa",
    ),
    "de": (
        "Der Rat tagte am Montagabend und beschloss nach zwei Stunden, die alte Brücke zu flicken. Los geht es im Mai.",
        "Was das kostet",
        "Steine und Mörtel",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_many_languages_are_read_whole(language: str) -> None:
    text, heading, item = LANGUAGES[language]
    direction = "rtl" if language in {"ar", "he"} else "ltr"
    first, second, third = (
        f"{text} {n}" + ("" if language == "th" else "。" if language in {"ja", "zh"} else ".") for n in "123"
    )
    html = (
        f"<div class=menu><a href=/a>{item}</a></div><div class=related><p>{text}</p></div>"
        f"<main dir={direction}><h1>The Bridge</h1><div class=x><p>{first}</p><h2>{heading}</h2><p>{second}</p>"
        f"<ul><li>{item} 1</li><li>{item} 2</li></ul><p>{third}</p></div></main><div class=footer><p>{text}</p></div>"
    )
    assert read(html).blocks == (first, heading, second, f"{item} 1", f"{item} 2", third)


def test_a_line_of_news() -> None:
    line = f"Bridge: {SENTENCE[:-1]}, and work begins in spring, it said in a note."
    html = (
        f"<div class=menu><a href=/a>News</a></div><div><h1>The bridge</h1><p>{line}</p></div><div class=footer>x</div>"
    )
    assert read(html).blocks == (line,)


def test_a_list_article() -> None:
    items = "".join(f"<h3>{n}. Bridge</h3>{paragraph(f'Text{n}')}<img src=/{n}.jpg>" for n in range(1, 6))
    expected = "Intro 1 Text1 2 Text2 3 Text3 4 Text4 5 Text5"
    assert read_words(f"<article>{paragraph('Intro')}{items}</article>") == expected


@pytest.mark.parametrize("tag", ["ol", "ul"])
def test_a_text_that_is_mostly_a_list(tag: str) -> None:
    items = "".join(f"<li>Item{n} costs the town more than it has in its purse" for n in range(8))
    html = f"<article>{paragraph('One')}<{tag}>{items}</{tag}>{paragraph('Two')}</article>"
    reading = read(html)
    assert read_words(html) == "One " + " ".join(f"Item{n}" for n in range(8)) + " Two"
    assert (reading.article.articleBodyHtml or "").count(f"<{tag}>") == 1


def test_a_quote_of_several_paragraphs_is_one() -> None:
    quote = "<blockquote><p>It is good.</p><p>It is old.</p></blockquote>"
    article = read(f"<article>{paragraph('One')}{quote}{paragraph('Two')}</article>").article
    assert quote in (article.articleBodyHtml or "")


def test_a_table_of_numbers() -> None:
    rows = "<tr><th>Year<th>Cost<tr><td>2025<td>4 million<tr><td>2026<td>5 million"
    html = f"<article>{paragraph('One')}<table>{rows}</table>{paragraph('Two')}</article>"
    assert read(html).blocks[1:-1] == ("Year | Cost", "2025 | 4 million", "2026 | 5 million")


def test_a_page_laid_out_by_tables_within_tables() -> None:
    inner = f"<table><tr><td>{paragraph('One')}</td></tr><tr><td>{paragraphs('Two Three')}</td></tr></table>"
    html = (
        f"<table><tr><td><a href=/a>News</a><br><a href=/b>Sport</a></td><td><h1>Bridge</h1>{inner}</td></tr></table>"
    )
    assert read_words(html) == "One Two Three"


def test_an_interview_with_short_lines() -> None:
    turns = "".join(
        f"<p><b>Paper: Why {n}?</b></p><p>Lee: {answer}</p>"
        for n, answer in enumerate(("Yes.", "No, never.", SENTENCE * 2, "Ask her."))
    )
    reading = read(f"<article>{paragraph('Intro')}{turns}{paragraph('End')}</article>")
    assert len(reading.blocks) == 10
    assert "Lee: Yes." in reading.blocks
    assert "Lee: Ask her." in reading.blocks


def test_a_poem() -> None:
    verses = "<p>River under stone,<br>carry what we own<br>down to where the sea<br>asks no coin of me.</p>"
    blocks = read(f"<article>{paragraph('One')}{verses}{paragraph('Two')}</article>").blocks
    assert blocks[1:-1] == ("River under stone,", "carry what we own", "down to where the sea", "asks no coin of me.")


def test_a_letter() -> None:
    end = "<p>Yours, with hope,</p><p>the people of Stone Street</p>"
    html = f"<article><p>Dear mayor,</p>{paragraphs('One Two')}{end}</article>"
    assert read(html).blocks[0] == "Dear mayor,"
    assert read(html).blocks[-1] == "the people of Stone Street"


def test_text_without_a_single_paragraph_element() -> None:
    html = f"<div><h1>Bridge</h1><div>{prose('One')}<br><br>{prose('Two')}<br><br>{prose('Three')}</div></div>"
    assert read_words(html) == "One Two Three"
    assert (
        read_words(f"<div>{paragraph('One', 'div')}{paragraph('Two', 'div')}{paragraph('Three', 'section')}</div>")
        == "One Two Three"
    )


def test_a_page_like_a_live_blog() -> None:
    entries = "".join(
        f"<div class=liveblog-entry><time datetime=2026-03-01T1{n}:00Z>1{n}:00</time><h3>Entry{n}</h3>"
        f"{paragraph(f'Text{n}')}</div>"
        for n in range(5)
    )
    found = read_words(f"<article>{paragraph('Intro')}{entries}</article>").split()
    assert [word for word in found if not word.isdigit()] == [
        "Intro",
        *(f"{w}{n}" for n in range(5) for w in ("Entry", "Text")),
    ]


def test_nothing_that_is_unclosed_loses_the_text() -> None:
    html = f"<div class=x><p>{prose('One')}<p>{prose('Two')}<b>{SENTENCE}<p>{prose('Three')}<ul><li>Stone<li>Mortar"
    assert read_words(html) == "One Two Three Stone Mortar"


@pytest.mark.parametrize("levels", [10, 60, 400])
def test_a_text_deep_down(levels: int) -> None:
    text = "<div>" * levels + paragraphs("One Two Three") + "</div>" * levels
    assert read_words(text) == "One Two Three"


@pytest.mark.parametrize(
    "box",
    [
        "<div class='c-newsletter'>{}</div>",
        "<div data-testid='newsletter-inline'>{}</div>",
        "<section aria-label='Related stories'>{}</section>",
        "<div data-component='RelatedContent'>{}</div>",
        "<div data-module='recirculation'>{}</div>",
        "<div data-qa='donation-box'>{}</div>",
        "<div class='support-donate'>{}</div>",
        "<div class='author-bio'>{}</div>",
        "<div class='AboutTheAuthor_author__x'>{}</div>",
        "<div id='comments'>{}</div>",
        "<div class='paywall'>{}</div>",
        "<div class='wp-block-related-posts'>{}</div>",
        "<form action=/letter>{}</form>",
        "<aside>{}</aside>",
        "<div role=dialog class=popup>{}</div>",
        "<div class='disclaimer'>{}</div>",
        "<noscript>{}</noscript>",
    ],
)
@pytest.mark.parametrize("place", [2, 4])
def test_boxes_with_prose_that_say_what_they_are(box: str, place: int) -> None:
    parts = [paragraph(word) for word in ("One", "Two", "Three", "Four")]
    parts.insert(place, box.format(paragraph("Box")))
    assert read_words(f"<article>{''.join(parts)}</article>") == "One Two Three Four"


@pytest.mark.parametrize(
    "note",
    [
        "Correction: an earlier version of this article gave the wrong year for the opening of the old bridge.",
        "This article was amended on 2 March 2026 to say that the bridge is of stone, and not of wood.",
        "Berichtigung: In einer früheren Fassung stand, die Brücke sei aus Holz. Sie ist aus Stein.",
    ],
)
def test_notes_of_correction_are_kept(note: str) -> None:
    assert read(f"<article>{paragraphs('One Two Three')}<p><em>{note}</em></p></article>").blocks[-1] == note


@pytest.mark.parametrize(
    "html",
    [
        "<h1>404</h1><p>Sorry, this page is gone.</p><p><a href=/>Home</a></p>",
        "<h1>Sign in</h1><form><label>Name</label><input><p>No account yet?</p><button>Sign in</button></form>",
        "<ul>"
        + "".join(f"<li><a href=/{n}>A long title of another story, number {n}</a>" for n in range(30))
        + "</ul>",
    ],
)
def test_a_page_without_an_article_has_hardly_any_text(html: str) -> None:
    assert len(read(html).article.articleBody or "") < 150
