"""Notices in many languages, and sentences of articles that must never be taken for one."""

import pytest

from newsbot.access.notices import NoticeKind, find_notice, find_state
from tests.newsbot.access.lines import NOTICES, PROSE


@pytest.mark.parametrize(
    ("language", "text", "kinds"), [(language, *each) for language, all_ in NOTICES.items() for each in all_]
)
def test_a_notice_is_found_and_named(language, text, kinds):
    notice = find_notice(text)
    assert notice is not None
    assert notice.kind in kinds
    assert len(notice.phrase) <= 200


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, all_ in PROSE.items() for text in all_])
def test_a_sentence_of_an_article_is_no_notice(language, text):
    assert find_notice(text) is None


def test_there_are_at_least_15_languages_with_both():
    assert len(NOTICES.keys() & PROSE.keys()) >= 24


@pytest.mark.parametrize(
    "text",
    [
        "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.",
        "残り1234文字",
        "Pozostało 63 % artykułu",
        "You have read 20% of this article",
    ],
)
def test_the_amount_that_is_missing_is_explicit(text):
    notice = find_notice(text)
    assert notice is not None
    assert notice.explicit
    assert notice.decisive


@pytest.mark.parametrize("label", ["Exklusiv für Abonnenten", "会員限定", "For subscribers only", "Tilaajille"])
def test_a_label_that_other_stories_carry_too_does_not_decide(label):
    notice = find_notice(label)
    assert notice is not None
    assert not notice.decisive


@pytest.mark.parametrize("text", ["", " ", "a", "x" * 5000, "\x00", "???", "subscribe " * 200, "(" * 300])
def test_odd_lines_are_no_notices(text):
    assert find_notice(text) is None


def test_a_notice_of_prose_length_is_prose():
    sentence = "To continue reading, subscribe. "
    assert find_notice(sentence) is not None
    assert find_notice(sentence + "The council met on Monday and spoke of the harbour at great length. " * 8) is None


def test_accents_quotes_and_case_do_not_matter():
    spellings = [
        "Suscríbete para seguir leyendo",
        "SUSCRIBETE PARA SEGUIR LEYENDO",
        "suscri\u0301bete  para\u00a0seguir leyendo",
    ]
    assert {find_notice(each).kind for each in spellings if find_notice(each)} == {NoticeKind.SUBSCRIBE}


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404",
        "404 Not Found",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Pagina non trovata",
        "Página não encontrada",
        "Pagina niet gevonden",
        "Sidan hittades inte",
        "Siden ble ikke funnet",
        "Sivua ei löydy",
        "Nie znaleziono strony",
        "Stránka nenalezena",
        "Az oldal nem található",
        "Sayfa bulunamadı",
        "Pagina nu a fost găsită",
        "Страница не найдена",
        "Сторінку не знайдено",
        "Η σελίδα δεν βρέθηκε",
        "الصفحة غير موجودة",
        "העמוד לא נמצא",
        "ページが見つかりません",
        "页面不存在",
        "페이지를 찾을 수 없습니다",
        "ไม่พบหน้าที่คุณต้องการ",
        "Halaman tidak ditemukan",
        "Trang không tồn tại",
        "Sorry, we can't find that page",
    ],
)
def test_titles_of_missing_pages(title):
    state = find_state(title)
    assert state is not None
    assert state.kind is NoticeKind.NOT_FOUND


@pytest.mark.parametrize(
    "title",
    ["Just a moment...", "Attention Required! | Cloudflare", "Access to this page has been denied", "Are you a robot?"],
)
def test_titles_of_challenges(title):
    state = find_state(title)
    assert state is not None
    assert state.kind is NoticeKind.CHALLENGE


@pytest.mark.parametrize(
    "title",
    [
        "Missing boy found alive after two days",
        "Robots take over the harbour of Rotterdam",
        "Street in Leeds blocked after a lorry fire",
        "A moment of silence for the victims",
        "The page that was torn from history",
        "Die Seite der Verlierer",
        "Une page se tourne à l'Élysée",
        "404 people were evacuated from the island on Monday morning",
    ],
)
def test_headlines_are_no_states(title):
    state = find_state(title)
    assert state is None
