"""Regions: what the names of an element (its classes, id, role and test ids) say about what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from newsbot.lists import words_of

HIDDEN = 1 << 0  #: not shown as the page is served
CHROME = 1 << 1  #: the site's: navigation, menus, masthead
FOOTER = 1 << 2
HEADER = 1 << 3  #: a header element: the site's, or the article's own
ASIDE = 1 << 4
OTHER = 1 << 5  #: other stories, newsletters, offers, share bars, advertisements, polls
COMMENTS = 1 << 6
FIGURE = 1 << 7
CAPTION = 1 << 8  #: captions and credits of pictures
BYLINE = 1 << 9  #: who wrote it, when, in which section
GATE = 1 << 10  #: where a text stops for those who do not pay
FORM = 1 << 11
BUTTON = 1 << 12
ARTICLE = 1 << 13
MAIN = 1 << 14
QUOTE = 1 << 15
TABLE = 1 << 16
LIST = 1 << 17
STANDFIRST = 1 << 18  #: the summary above a text
BODY = 1 << 19  #: named as an article's text
LIVE = 1 << 20  #: an entry of a live blog
SLIDES = 1 << 21  #: things one after another, of which one is shown: pictures of the article, or other stories

#: Words, or pairs of words without what joins them (`readmore` is also `read-more` and `readMore`), by region. A star
#: stands for any ending.
_VOCABULARY = {
    HIDDEN: """
        modal popup lightbox printonly visibleprint tooltip visuallyhidden screenreader screenreadertext sronly""",
    CHROME: """
        nav navi navbar navigation menu megamenu submenu masthead topbar breadcrumb breadcrumbs siteheader
        pageheader globalheader sidebar sidenav offcanvas pagination pager skiplink skiplinks toolbar tablist cookie
        cookies consent gdpr onetrust*""",
    FOOTER: "footer sitefooter pagefooter colophon copyright imprint impressum legal",
    OTHER: """
        related* recommend* recirc* readmore readnext readalso morefrom moreon morestories morenews morearticles
        morelike mostread mostpopular mostviewed mostshared trending popular latestnews lateststories newsletter*
        promo promos promotion* teaser teasers teaserlist teaserbox sponsor* advert* ad ads adv adbox adslot adunit
        adcontainer adwrapper dfp gpt banner taboola* outbrain* rail avatar share sharing sharebar sharebox
        sharetools social* sns tag tags taglist topics topiclist keywords keyword podcast podcasts apppromo widget
        widgets signup donate donation donations crowdfunding affiliate* shop shopping price pricing offers poll
        survey quiz vote voting rating feedback reactions reaction seealso alsoread lireaussi leesook lesogsa
        leiamais leatambien relacionad* leggianche correlat* weiterlesen mehrzum follow following followus
        nextarticle nextstory nextpost prevarticle prevstory upnext youmay jumplist toc tableofcontents tools
        actions cta calltoaction carousel slider listing cardlist storylist articlelist newslist linklist linkbox
        optin disclaimer disclosure audioplayer videoplayer player listen tts texttospeech bookmark gift gifting
        weather crossword jobs career classifieds addthis""",
    COMMENTS: """
        comment comments commentlist commentform commentbox disqus* discussion kommentar kommentare comentario
        comentarios commentaire commentaires respond talkback coral viafoura hyvor openweb spotim""",
    CAPTION: """
        caption captions figcaption wpcaption imagecredit photocredit imageinfo photoinfo imagedescription
        imagesource imagecopyright imagedesc imgdesc photodesc credit credits photocredits bildunterschrift
        bildnachweis bildtext legende
        gallery slideshow photogallery imagegallery""",
    BYLINE: """
        byline bylines author authors autor autore autores autorin auteur auteurs journalist writer contributor
        contributors bio biography profile dateline timestamp timestamps pubdate publishdate publishedat publishedon
        datetime datepublished datemodified updated lastupdate lastupdated readtime readingtime readduration
        postedon entrymeta articlemeta storymeta postmeta articleinfo articledate articleauthor articletime newsmeta
        newsinfo metadata meta kicker eyebrow overline topline dachzeile rubric rubrik category sectionname
        sectionlabel""",
    GATE: """
        paywall* paygate paybox regwall registrationwall loginwall subscribewall subscribebox subscriptionwall
        piano* poool* zephr* pelcro leaky meter metered steady freemium locked lockedcontent premiumbox premiumwall
        abobox barrier accesswall accessgate accessdenied offerbox""",
    STANDFIRST: """
        standfirst lede lead leadtext leadin deck dek intro introduction summary subtitle subhead subheadline
        subheading abstract teasertext excerpt entradilla bajada copete chapeau chapo sottotitolo sommario vorspann
        ingress manchet manchette perex zajawka chamada linhafina subtitulo description synopsis preamble
        underrubrik""",
    BODY: """
        articlebody storybody postbody entrybody newsbody articletext storytext posttext articlecontent storycontent
        postcontent entrycontent newscontent newstext bodytext bodycopy bodycontent maincontent singlecontent
        articlecopy richtext artikeltext artikelinhalt cuerpo contenido texto testo corpo""",
    # Some stand above as well: there they keep texts out, here they tell that pictures may be meant.
    SLIDES: """
        carousel* slider slides slide swiper slick splide flickity gallery slideshow photogallery imagegallery
        galerie galeria galleria bildergalerie fotostrecke bilderstrecke diaporama fotogaleria""",
    LIVE: "liveblog* liveentry livepost livetickerentry tickerentry liveupdate",
}


_STEM = 4


def _tables() -> tuple[dict[str, int], dict[str, list[tuple[str, int]]]]:
    """Flags by whole word, and by the first letters of those words that are only beginnings."""
    words: dict[str, int] = {}
    stems: dict[str, list[tuple[str, int]]] = {}
    for flag, text in _VOCABULARY.items():
        for word in text.split():
            if word.endswith("*"):
                stems.setdefault(word[:_STEM], []).append((word[:-1], flag))
            else:
                words[word] = words.get(word, 0) | flag
    return words, stems


_WORDS, _STEMS = _tables()
_STEMS_WHOLE = tuple(stem for found in _STEMS.values() for stem, _ in found)
#: What may begin one that is written as two: all of their beginnings.
_FIRSTS = frozenset(word[:size] for word in (*_WORDS, *_STEMS_WHOLE) for size in range(1, len(word)))
#: Names are taken apart where they are joined: `relatedArticles_x1` is related, articles, x1.
_PARTS = re.compile(r"[A-Z]*[a-z]+|[A-Z]+|\d+")
_LONGEST = 400
#: WordPress puts a post's categories and tags among its classes: they say what it is about, not what stands there.
_FILED = frozenset({"hentry", "type-post", "status-publish", "type-article"})
#: What follows these tells what an element has or lacks, not what it is: `no-ads`, `story--with-comments`, `hasMenu`.
_STATE = re.compile(r"(?:(?<![^\W_])(?:has|no|not|with|without)|(?<=[a-z])(?:Has|No|Not|With|Without))(?=[-_A-Z])")
#: Classes that hide as a whole: as a part of a name ("overflow-hidden") the words mean something else.
_HIDING = words_of("""
    hidden hide is-hidden u-hidden js-hidden d-none display-none invisible show-for-sr element-invisible a11y-hidden
    offscreen off-screen u-offscreen hidden-xs-up""")
_SHOWING = re.compile(
    r"(?:sm|md|lg|xl|\d|desktop|tablet|mobile|m|l|s)[:-](?:block|flex|grid|inline\S*|table|contents)$"
)


def _hides(classes: list[str]) -> bool:
    """Whether one of these classes hides, and none shows again from some width of the screen on."""
    return not _HIDING.isdisjoint(classes) and not any(_SHOWING.search(each) for each in classes)


@lru_cache(maxsize=8192)  # names are made of the same few thousand words
def _flags_of_word(word: str) -> int:
    """What one word says, or two that are written as one."""
    flags = _WORDS.get(word, 0)
    for stem, flag in _STEMS.get(word[:_STEM], ()):
        if word.startswith(stem):
            flags |= flag
    return flags


def _flags_of_words(words: Iterable[str]) -> int:
    """What the words of one class say, each of them and each two neighbours."""
    flags = 0
    before = ""
    for word in words:
        flags |= _flags_of_word(word)
        if before in _FIRSTS:
            flags |= _flags_of_word(before + word)
        before = word
    return flags


@lru_cache(maxsize=16384)
def _flags_of_name(name: str) -> int:
    """What one class, or the like, says by its words and by each two neighbours among them."""
    flags = _flags_of_words(map(str.lower, _PARTS.findall(name)))
    # Most names say nothing; and where all of their words say nothing, some of them do not.
    state = _STATE.search(name) if flags else None
    return _flags_of_words(map(str.lower, _PARTS.findall(name, 0, state.start()))) if state else flags


@lru_cache(maxsize=16384)
def flags_of_names(names: str) -> int:
    """What these names (classes, id and the like, joined by blanks) say; 0 where they say nothing."""
    classes = names[:_LONGEST].split()
    if not _FILED.isdisjoint(classes):
        return ARTICLE
    flags = HIDDEN if _hides(classes) else 0
    for name in classes:
        flags |= _flags_of_name(name)
    return flags
