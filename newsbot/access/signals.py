"""Signals: everything on a page that speaks for or against a whole text, gathered once, not yet weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cssselect import SelectorError
from lxml.html import HtmlElement

from newsbot.access.cuts import Cut, cuts, scrambled
from newsbot.access.declared import Declaration, declarations, summed_up
from newsbot.access.layout import Line, Sighting, is_cjk, lay_out
from newsbot.access.notices import NoticeKind, folded
from newsbot.access.states import State, View, state_of
from newsbot.access.worded import worded_gates
from newsbot.article import Declared
from newsbot.errors import FixArgument
from newsbot.extraction.page import Page
from newsbot.extraction.reading import Position, Reading
from newsbot.extraction.selectors import holds, select

#: Notices that may mean that the text goes on for somebody else.
GATING = frozenset(
    {
        NoticeKind.WITHHELD,
        NoticeKind.SUBSCRIBE,
        NoticeKind.REGISTER,
        NoticeKind.LOGIN,
        NoticeKind.METER_SPENT,
        NoticeKind.APP,
    }
)
#: Class and id names of the boxes that stand where the text stops.
_BOX = re.compile(
    r"(?:pay|reg|login|sign-?up|access|subscri\w{0,20}|member|news|meter\w{0,20}|premium|plus|abo)[-_]?(?:wall|gate|barrier)|"
    r"paywall|regwall|lockedbox|locked-?(?:content|article|box)|content-?lock|access-restricted|restricted-?(?:content|area|article)|"
    r"freemium|piano-|tp-container|poool|zephr|leaky|steady|pelcro|unauthorized|snippet-(?:login|promotion)|subscribe-?(?:wall|box)",
    re.IGNORECASE,
)
#: Words for paying readers, on folded text.
_PAYING = re.compile(
    r"subscri|abonn|\babo\b|\wabo\b|suscri|abonad|assin|prenum|tilaa|predplat|elofizet|subskry|premium|abbon|\btrial\b|подпис|передплат|συνδρομ|"
    r"اشترا|مشترك|מנוי|सब्सक्र|मेंबर|購読|有料|订阅|訂閱|付费|付費|구독|유료|langgan|uyelik|abone|[€$£₹]\s?\d|\d\s?(?:€|eur\b|chf|kr\b|zł|zl\b)|"
    r"per (?:month|week)|pro monat|par mois|al mes|al mese|adgang|tilgang|purchas|\bpaying|kostenpflicht|kaufen"
)
#: Words for readers with an account, on folded text.
_REGISTERED = re.compile(
    r"inscrits|registered (?:users|readers|members)|registrierte|registrad[oa]s|registad[oa]s|cadastrad[oa]s|iscritti|"
    r"geregistreerd|registrerade|registrerte|registrerede|rekisteroity|zarejestrowan|registrovan|regisztralt|"
    r"free (?:[a-z]+ )?(?:account|registration)|complimentary|無料.{0,4}(?:会員)?登録|무료.{0,3}회원|"
    r"зарегистрирован|зареєстрован|εγγεγραμμεν|المسجلين|רשומים"
)
#: Words for an account, on folded text, of notices that want nothing but that one signs in.
_SIGNING_IN = re.compile(
    r"\b(?:log|sign)(?:ged|ed)? ?in|log ?on|authori[sz]ed|permission|angemeldet|anmeld|einlogg|connect|identifi|inicia|"
    r"acced|accesso|login|inlog|logga|logg|kirjaud|zalog|prihlas|jelentkez|войд|авториз|увійд|ログイン|登录|登錄|登入|로그인"
)
_LEVELS = 6
#: Characters of prose that are no article: a line of an offer, a rule of a subscription.
_NEXT_TO_NOTHING = 200
#: A label stands so near to its text; a link of so many characters is a headline.
_LABEL_LINES, _HEADLINE = 3, 25
#: Texts of more characters are no teasers that a mere hint could tell.
_EXCERPT = 600
#: Lines before the first notice and after the last one that belong to the same box, most likely; longer lines do not.
_BEFORE_GATE, _AFTER_GATE, _LONGEST_OFFER = 4, 5, 240


@dataclass(frozen=True)
class Signals:
    """What was found; the verdict asks it questions and never looks at the page itself."""

    page: Page
    reading: Reading
    view: View
    state: State
    declarations: tuple[Declaration, ...]
    locks: tuple[str, ...]  #: the site file's `locked_when` selectors that match

    @cached_property
    def declared(self) -> tuple[Declared, Declaration | None]:
        """The publisher's word, and where it stands."""
        return summed_up(self.declarations)

    @cached_property
    def gates(self) -> tuple[Sighting, ...]:
        """Visible notices that stand inside or after the text, in order."""
        found = self.view.layout.sightings
        return tuple(each for each in found if each.notice.kind in GATING and self._counts(each))

    def _counts(self, sighting: Sighting) -> bool:
        """Whether a notice stands where it can close the text; above it, only if there is next to none below."""
        if sighting.position is not Position.BEFORE:
            return sighting.position is not Position.HIDDEN
        return sighting.notice.decisive and sighting.proseAfter < _NEXT_TO_NOTHING

    @cached_property
    def closing(self) -> tuple[Sighting, ...]:
        """Those of them after which no article goes on."""
        return tuple(each for each in self.gates if _closes(each))

    @cached_property
    def best(self) -> Sighting | None:
        """The most telling of the closing ones; one that names what is missing closes wherever it stands."""
        found = (*self.closing, *(each for each in self.gates if each.notice.explicit and each not in self.closing))
        order = sorted(found, key=lambda each: (not each.notice.explicit, not each.notice.decisive))
        return order[0] if order else None

    @cached_property
    def boxed(self) -> str:
        """The name of a box for gates that one of the closing notices stands in; empty where there is none."""
        return next((name for each in self.closing if (name := _box(each.element))), "")

    @cached_property
    def before(self) -> list[str]:
        """The prose paragraphs of the page before the text is closed off (all of them, where it is not)."""
        layout = self.view.layout
        lines = [line for line in layout.lines if line.isBody and line.isProse]
        if self.best is None:
            return [line.text for line in lines]
        kept, length = [], 0
        for line in lines:
            if length >= self.best.proseBefore:
                break
            kept.append(line.text)
            length += len(line.text)
        return kept

    @cached_property
    def length(self) -> int:
        """Characters of that prose, ideographs counted as two and a half."""
        length = sum(map(len, self.before))
        return length * 5 // 2 if is_cjk("".join(self.before[:3])) else length

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """What the text itself shows."""
        return (*cuts(self.reading, self.before), *self._part_cut(), *self._heading_cut())

    @cached_property
    def scrambled(self) -> Cut | None:
        """Letters that were exchanged."""
        return scrambled(self.reading)

    @cached_property
    def in_data_only(self) -> bool:
        """Whether the text comes from the page's data, and most of it is not on the page itself."""
        if not (self.reading.bodySource or "").startswith(("jsonld", "data:")):
            return False
        shown = sum(len(line.text) for line in self.view.layout.lines if line.isBody)
        return 2 * shown < len(self.reading.article.articleBody or "")

    @cached_property
    def speaks_of_paying(self) -> bool:
        """Whether the words around the gate are about a subscription."""
        if any(each.notice.kind is NoticeKind.SUBSCRIBE for each in self.gates):
            return True
        if self.for_registered:
            return False
        lines = list(self._words)
        if not any(each.notice.kind is NoticeKind.REGISTER for each in self.gates):
            lines += self._around
        return any(_PAYING.search(folded(text)) for text in lines)

    @cached_property
    def wants_sign_in(self) -> bool:
        """Whether the gates ask to sign in, and none of them is about being a member or the like."""
        kinds = {each.notice.kind for each in self.gates}
        withheld = [each for each in self.gates if each.notice.kind is NoticeKind.WITHHELD]
        return NoticeKind.LOGIN in kinds and all(_SIGNING_IN.search(folded(each.text)) for each in withheld)

    @cached_property
    def for_registered(self) -> bool:
        """Whether a gate names registered readers as those who may read on, and none names paying ones."""
        texts = [folded(text) for text in self._words]
        return any(map(_REGISTERED.search, texts)) and not any(map(_PAYING.search, texts))

    @cached_property
    def _words(self) -> list[str]:
        return [*(each.text for each in self.gates), *(line.text for line in self.worded)]

    @cached_property
    def labelled(self) -> bool:
        """Whether the first lines below the text say "for subscribers", and that is no label of another story."""
        lines = self.view.layout.lines
        last = max((at for at, line in enumerate(lines) if line.isBody), default=len(lines))
        labels = {id(each.element) for each in self.closing if each.notice.kind is NoticeKind.WITHHELD}
        for at in range(last + 1, min(last + 1 + _LABEL_LINES, len(lines))):
            if id(lines[at].element) in labels:
                after = lines[at + 1 : at + 3]
                return not any(line.linked >= _HEADLINE for line in after) and not lines[at].linked
        return False

    @cached_property
    def worded(self) -> tuple[Line, ...]:
        """Lines right below a short text that read like a wall, in words of no known notice."""
        if self.length >= _EXCERPT or not self.length:
            return ()
        return tuple(worded_gates(self.view.layout.lines))

    @cached_property
    def offers(self) -> bool:
        """Whether a line beside the closing notices, and none of them itself, is about paying."""
        own = {each.text for each in self.gates}
        return any(_PAYING.search(folded(text)) for text in self._around if text not in own)

    @cached_property
    def _around(self) -> list[str]:
        """The other lines of the box that the closing notices stand in: offers, prices."""
        lines, gates = self.view.layout.lines, {id(each.element) for each in self.closing}
        found = [at for at, line in enumerate(lines) if id(line.element) in gates]
        if not found:
            return []
        first = found[0]
        while first > found[0] - _BEFORE_GATE and first > 0 and not lines[first - 1].isBody:
            first -= 1
        near = lines[first : found[-1] + 1 + _AFTER_GATE]
        return [line.text for line in near if not line.isBody and len(line.text) < _LONGEST_OFFER]

    def _heading_cut(self) -> Iterator[Cut]:
        """A subheading of the text right before the gate: what it announces is missing."""
        lines = self.view.layout.lines
        at = next((at for at, line in enumerate(lines) if self.best and line.element is self.best.element), 0)
        headings: list[Line] = []
        for line in reversed(lines[max(0, at - 3) : at]):
            if line.isBody and line.isProse:
                beside = (each for each in headings if each.element.getparent() is line.element.getparent())
                yield from (Cut("truncation", each.text[:80], "end", "access/ends-on-heading", 2) for each in beside)
                return
            if line.element.tag in {"h2", "h3", "h4"}:
                headings.append(line)

    def _part_cut(self) -> Iterator[Cut]:
        """The part that is declared as not free, and that holds next to nothing."""
        selectors = [selector for each in self.declarations for selector in each.selectors]
        if not selectors or self.length > 1500:  # noqa: PLR2004 (a text that long is hardly an excerpt)
            return
        for selector in selectors[:5]:
            held = _held(self.page.root, selector)
            if held is not None and held < 300:  # noqa: PLR2004
                yield Cut("selector", f"{selector[:120]}: {held} characters", "hasPart", "access/empty-part", 1)
                return


def _closes(sighting: Sighting) -> bool:
    """Whether what stands after a notice is too little to be the rest of an article: offers, rules, addresses."""
    before, after = sighting.proseBefore, sighting.proseAfter
    if after <= 350 or (after <= 0.4 * before and after < 1500):  # noqa: PLR2004
        return True
    return sighting.notice.decisive and before < 1300 and after < 1000 and after <= 1.25 * before  # noqa: PLR2004


def _box(element: HtmlElement) -> str:
    each: HtmlElement | None = element
    for _ in range(_LEVELS):
        if each is None or each.tag in {"body", "article", "main"}:
            return ""
        tag = str(each.tag)
        names = f"{each.get('id') or ''} {each.get('class') or ''} {tag if '-' in tag else ''}"
        if found := _BOX.search(names):
            return found[0]
        each = each.getparent()
    return ""


def _held(root: HtmlElement, selector: str) -> int | None:
    """Characters that a declared selector's elements hold; None where it cannot be understood."""
    try:
        found = select(root, f"css:{selector}")
    except (FixArgument, SelectorError):
        return None
    return sum(len(" ".join("".join(each.itertext()).split())) for each in found if not isinstance(each, str))


def gather(page: Page, reading: Reading, locked_when: Sequence[str] = ()) -> Signals:
    """All signals of a page. `FixArgument` where a selector of `locked_when` cannot be understood."""
    view = View(page, reading, lay_out(page, reading))
    locks = tuple(selector for selector in locked_when if holds(page.root, selector))
    return Signals(page, reading, view, state_of(view), declarations(page), locks)
