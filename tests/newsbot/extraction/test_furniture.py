"""Furniture: lines that stand with a text and are none of it, and lines of the text that look like them."""

from __future__ import annotations

import time

import pytest

from newsbot.extraction.blocks import Block, Kind, plain_block
from newsbot.extraction.furniture import Known, texts, without_furniture
from newsbot.extraction.reading import Position
from tests.newspages import prose

KNOWN = Known(
    headlines=("The bridge opens: what it means for the town", "Old bridge"),
    authors=("Ann Lee", "李安"),
    captions=("The bridge at dawn", "Dawn"),
    publisher="The Paper",
    sections=("World", "Towns"),
)
BEFORE = [plain_block(prose(word)) for word in ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")]
AFTER = [plain_block(prose(word)) for word in ("Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen")]
PLACES = {"top": 0, "inside": len(BEFORE), "end": len(BEFORE) + len(AFTER)}


def line(text: str, kind: Kind = Kind.PARAGRAPH, linked: float = 0.0) -> Block:
    return Block(kind=kind, text=text, html=text, linked=linked)


def is_dropped(block: Block, place: str) -> bool:
    """Whether a block at this place of a long text is furniture; all else of the text must stay."""
    blocks = [*BEFORE, *AFTER]
    blocks.insert(PLACES[place], block)
    kept, removed = without_furniture(blocks, KNOWN)
    assert [each for each in kept if each is not block] == [*BEFORE, *AFTER]
    assert len(kept) + len(removed) == len(blocks)
    return block not in kept


@pytest.mark.parametrize(
    "text",
    [
        "Read more: Why the bridge was closed",
        "Also read: Why the bridge was closed",
        "Lesen Sie auch: Warum die Brücke zu war",
        "Lire aussi : Pourquoi le pont était fermé",
        "Lea también: Por qué se cerró el puente",
        "Leia mais: Por que a ponte fechou",
        "Leggi anche: Perché il ponte era chiuso",
        "Lees ook: Waarom de brug dicht was",
        "Läs också: Därför var bron stängd",
        "Lue myös: Siksi silta oli kiinni",
        "Czytaj też: Dlaczego most był zamknięty",
        "Читайте также: Почему мост был закрыт",
        "ये भी पढ़ें: पुल क्यों बंद था",
        "اقرأ أيضاً: لماذا أغلق الجسر",
        "関連記事：橋はなぜ閉鎖されたか",
        "相关阅读：桥为何关闭",
        "Xem thêm: Vì sao cầu đóng",
        "Photo: Bo Ek",
        "Foto: Bo Ek",
        "Crédit photo : Bo Ek",
        "© dpa-infocom, dpa:260301",
        "(c) 2026 The Paper",
        "Advertisement",
        "ANZEIGE",
        "Publicidad",
        "広告",
        "Tags: bridge, river, town",
        "Share this article",
        "3 Comments",
        "5 min read",
        "The bridge at dawn",
        "newsroom@paper.example",
        "E-Mail: newsroom@paper.example",
        "@thepaper",
        "https://paper.example/more",
        "***",
        "▪",
        "— — —",
    ],
)
@pytest.mark.parametrize("place", PLACES)
def test_lines_that_are_no_text_anywhere(text: str, place: str) -> None:
    assert is_dropped(line(text), place)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("By Ann Lee, Political Editor", False),
        ("Ann Lee", False),
        ("文／李安", False),
        ("1 March 2026, 10:20", False),
        ("2026年3月1日 10時20分", False),
        ("Updated: 1 March 2026", False),
        ("Mis à jour le 1er mars 2026", False),
        ("The Paper, 01.03.2026", False),
        ("2026년 3월 1일 10:20", False),
        ("The Paper: like and follow the page on Facebook", False),
        ("Your browser does not support iframes.", False),
        ("JavaScript is disabled.", True),
        ("Bitte Cookies aktivieren.", False),
        ("This video needs cookies: change your settings.", False),
        ("Please support our independent journalism with a small sum: we thank you for it.", False),
        ("Mit einer Spende unterstützen Sie unseren unabhängigen Journalismus.", False),
        ("Faites un don, et nous resterons un journal indépendant.", False),
    ],
)
def test_lines_that_are_no_text_near_the_ends(text: str, inside: bool) -> None:
    assert is_dropped(line(text), "end")
    assert is_dropped(line(text), "inside") == inside


@pytest.mark.parametrize(
    "text",
    [
        "Old BRIDGE",
        "The bridge opens",
        "What it means for the town",
        "WORLD",
        "towns",
        "The bridge opens: what it means for the town",
    ],
)
def test_headline_and_kicker_are_dropped_above_a_text_only(text: str) -> None:
    assert is_dropped(line(text), "top")
    assert not is_dropped(line(text), "inside")


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opens again on Monday, the mayor said.",
        "The bridge opens.",
        "“Read more books,” Ann Lee told the pupils of the school by the river.",
        "Read more slowly, he said, and you will hear it.",
        "By then Ann Lee had left the town, and nobody knew where she had gone to live.",
        "In 2026 the town will have two bridges.",
        "At 10:20 on Monday the bridge was closed, and at 10:25 it was open again for all.",
        "Related problems were found in the pier.",
        "Photo albums lay on the table.",
        "Foto und Film zeigen die Brücke.",
        "Share prices fell.",
        "Tags were found on the pier.",
        "Comments were few.",
        "Follow the river, she said.",
        "The ministers follow each other on Twitter, and on Facebook they quarrel.",
        "The browser maker said that it needs no cookies.",
        "He subscribed to the newspaper for forty years, and he read every word of it.",
        "Write to newsroom@paper.example and tell us how you saw it.",
        "He gave the town 5 million euros, and the town gave him a key.",
        "She donated 500 euros to the school of journalism where she had once been a student herself.",
        "Worlds apart",
        "Dawn",
        "3 : 2 (1 : 0)",
        "Yes.",
        "15",
    ],
)
def test_lines_that_are_text_inside(text: str) -> None:
    assert not is_dropped(line(text, Kind.PARAGRAPH if text != "15" else Kind.ROW), "inside")


@pytest.mark.parametrize(
    "text",
    [
        "Unabhängige Fachleute unterstützen den Plan, wie sie am Montag sagten.",
        "Sie unterstützte die unabhängige Kandidatin bis zum Ende.",
        'The campaign took $20 million in donations in March. "We are humbled," she said.',
        "She donated 500 euros to the school of journalism where she had once been a student herself.",
        "Un homme tue un loup, et le journalisme nous le dit.",
        "The browser maker said that it needs no cookies.",
        "Firefox is the first browser that supports the format, and others will follow, said the maker.",
        "Der Browser unterstützt das neue Format, wie der Hersteller mitteilte.",
        'The plug-in needs a new licence. "You will have it," the maker said.',
        "The ministers quarrel on Facebook.",
        "Ann Lee was the last to leave the bridge that night.",
        "It was 10:20 when the last of the masons left the bridge.",
    ],
)
def test_lines_that_are_text_at_the_end(text: str) -> None:
    assert not is_dropped(line(text), "end")


def test_a_part_of_the_headline_is_one_at_the_very_top_only() -> None:
    blocks = [*BEFORE[:5], line("The bridge opens"), *BEFORE[5:]]
    assert without_furniture(blocks, KNOWN)[0] == blocks


@pytest.mark.parametrize("text", ["Ann Lee took the night train to the town and back again", "Ann Lee: “I saw it.”"])
def test_a_line_about_an_author_is_no_byline(text: str) -> None:
    assert not is_dropped(line(text), "top")


@pytest.mark.parametrize(
    ("block", "dropped"),
    [
        (line("Why the bridge was closed in spring", linked=1.0), True),
        (line("Why the bridge was closed in spring", Kind.SUBHEADING, linked=1.0), True),
        (line("Why the bridge was closed in spring", Kind.ITEM, linked=1.0), False),
        (line("The whole report is here, the town says.", linked=1.0), False),
        (line("Why the bridge was closed in spring", linked=0.9), False),
        (line("The report", linked=1.0), False),
        (
            line(
                "Read more about the closure of the bridge, and of the tower beside it, in our report of last week",
                linked=0.8,
            ),
            True,
        ),
        (
            line(
                "Read more books, said the mayor when the tower beside the bridge had been closed for good, and smile"
            ),
            False,
        ),
        (line("More on the bridge", Kind.HEADING), False),
    ],
)
def test_links_to_other_stories(block: Block, dropped: bool) -> None:
    assert is_dropped(block, "inside") == dropped


@pytest.mark.parametrize("kind", [Kind.HEADING, Kind.SUBHEADING, Kind.LOW_HEADING])
def test_subheadings_at_the_end_head_nothing(kind: Kind) -> None:
    tail = [line("What is next", kind), line("In short", kind), line("Share this article")]
    kept, removed = without_furniture([*BEFORE, *tail], KNOWN)
    assert kept == BEFORE
    assert [each.position for each in removed] == [Position.AFTER] * 3
    assert is_kept_between(line("What is next", kind))


def is_kept_between(block: Block) -> bool:
    return not is_dropped(block, "inside")


@pytest.mark.parametrize(
    "title", ["Related reports", "More on this", "Mehr zum Thema", "Sur le même sujet", "Читайте также"]
)
def test_a_heading_over_nothing_but_links_goes_with_them(title: str) -> None:
    heading = line(title, Kind.HEADING)
    links = [line(f"Story {n}", Kind.ITEM, 0.9) for n in range(3)]
    following = [line("Costs", Kind.HEADING), *AFTER]
    assert without_furniture([*BEFORE, heading, *links, *following], KNOWN)[0] == [*BEFORE, *following]
    half_linked = [line(f"Story {n}, and what she said of it", Kind.ITEM, 0.5) for n in range(3)]
    assert heading in without_furniture([*BEFORE, heading, *half_linked, *following], KNOWN)[0]
    with_text = [*BEFORE, heading, *links, *AFTER]
    assert heading in without_furniture(with_text, KNOWN)[0]


def test_what_goes_is_kept_with_its_kind_and_place() -> None:
    blocks = [line("Photo: Bo Ek"), *BEFORE, line("Sign up for our newsletter"), *AFTER, line("Share this article")]
    removed = without_furniture(blocks, KNOWN)[1]
    assert [(each.text, each.position) for each in removed] == [
        ("Photo: Bo Ek", Position.BEFORE),
        ("Sign up for our newsletter", Position.INSIDE),
        ("Share this article", Position.AFTER),
    ]
    assert [each.kind for each in removed][:2] == ["furniture", "newsletter"]


def test_nothing_but_furniture_is_before_the_text() -> None:
    kept, removed = without_furniture([line("Share this article"), line("Photo: Bo Ek")], KNOWN)
    assert (kept, {each.position for each in removed}) == ([], {Position.BEFORE})
    assert without_furniture([], KNOWN) == ([], [])


def test_nothing_known_drops_nothing_for_it() -> None:
    blocks = [line("Old bridge"), line("Ann Lee of the town"), line("World"), *BEFORE]
    assert texts(without_furniture(blocks, Known(headlines=("",), authors=("",), captions=("",)))[0]) == texts(blocks)


@pytest.mark.parametrize(
    "text", ["read more " * 20_000, "@" * 100_000, "© " * 50_000, "a@b." * 30_000, "follow " * 30_000, "share " * 9_000]
)
def test_odd_lines_cost_little(text: str) -> None:
    started = time.process_time()
    without_furniture([line(text.strip()), *BEFORE, line(text.strip())], KNOWN)
    assert time.process_time() - started < 2
