"""The verdict: what this reader got of an article, on five axes, with the evidence it rests on.

The order of decision: what the server says, bot filters, missing pages, sign-in and consent pages; then the text, with
all notices already removed; where gates stand relative to it; what it shows itself of being cut; what the publisher
declares; and only then a verdict. Missing evidence never becomes "free": nothing here sets `declared`, or says that a
text is whole beyond doubt, because nothing was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsbot.access.cuts import is_exempt
from newsbot.access.layout import Sighting
from newsbot.access.notices import NoticeKind
from newsbot.access.signals import GATING, Signals, gather
from newsbot.access.states import PageKind
from newsbot.article import Access, Confidence, Declared, Delivered, Evidence, Gate, Session
from newsbot.extraction.page import Page
from newsbot.extraction.reading import Position, Reading
from newsbot.extraction.text import clean

_MOST_EVIDENCE = 20
_LONGEST_VALUE = 200
#: Characters of prose: an excerpt before an invitation to register, or to subscribe, is hardly longer.
_REGISTER_EXCERPT, _EXCERPT, _SHORT, _A_LINE = 1500, 2700, 600, 120

#: Lines of so many characters are buttons; so many notices after the text are no accident.
_SHORT_BUTTON, _LONGEST_BUTTON, _SEVERAL = 20, 50, 3

#: The weight of so many missing words that a text must look cut in no other way; one below it, it must.
_MANY_WORDS = 2

_ASKING = {NoticeKind.GEO: Gate.GEO_OR_LEGAL, NoticeKind.ADBLOCK: Gate.ADBLOCK}
_COUNTING = frozenset({NoticeKind.METER, NoticeKind.METER_SPENT})
_ALWAYS_TOLD = frozenset({NoticeKind.METER, NoticeKind.METER_SPENT, NoticeKind.ACCOUNT, NoticeKind.CONSENT_OR_PAY})
_AFTER_AN_EXCERPT = frozenset({NoticeKind.REGISTER, NoticeKind.APP, NoticeKind.METER_SPENT})
_CUT_SHORT = frozenset({"access/short", "access/ends-in-word", "access/ends-in-ellipsis", "access/only-description"})

_OWN = frozenset({Session.OWN_LOGIN_CONFIRMED, Session.OWN_LOGIN_UNCONFIRMED})
_LOST = frozenset({Session.OWN_LOGIN_UNCONFIRMED, Session.OWN_LOGIN_FAILED, Session.EXPIRED})
_READER_GATES = frozenset(
    {Gate.SUBSCRIPTION, Gate.REGISTRATION, Gate.METERED_EXHAUSTED, Gate.LOGIN_REQUIRED, Gate.APP_ONLY, Gate.UNKNOWN}
)


@dataclass(frozen=True, slots=True)
class _Finding:
    delivered: Delivered
    gate: Gate
    confidence: Confidence


def page_kind(page: Page, reading: Reading) -> PageKind:
    """What a page is: an article, a listing, a sign-in page, a challenge, and so on."""
    return gather(page, reading).state.kind


def judge(
    page: Page, reading: Reading, *, session: Session = Session.ANONYMOUS, locked_when: Sequence[str] = ()
) -> Access:
    """What `reading`, the article as it was read from `page`, is worth.

    `session` is as whom the page was asked for. `locked_when` are selectors of the site file (`css:…`, `xpath:…`) that
    match only where the text is cut; `FixArgument` where one cannot be understood. Nothing else is raised.
    """
    return judge_signals(gather(page, reading, locked_when), session=session)


def judge_signals(signals: Signals, *, session: Session = Session.ANONYMOUS) -> Access:
    """As `judge`, for callers that need the signals (the page's kind) too."""
    found = _finding(signals)
    declared, said = signals.declared
    gate, session = _for_session(found, signals.state.kind, session)
    return Access(
        delivered=found.delivered,
        gate=gate,
        declared=declared,
        declaredSource=said.source if said else None,
        declaredRaw=clean(said.raw)[:_LONGEST_VALUE] if said else None,
        session=session,
        confidence=found.confidence,
        evidence=list(_evidence(signals))[:_MOST_EVIDENCE],
    )


def _for_session(found: _Finding, kind: PageKind, session: Session) -> tuple[Gate, Session]:
    """The gate, for a reader who had signed in: a plan too small, or a session that is over."""
    if kind is PageKind.LOGIN and session in _OWN:
        return Gate.LOGIN_REQUIRED, Session.EXPIRED
    held_back = found.delivered in {Delivered.PARTIAL_TEASER, Delivered.OBFUSCATED, Delivered.NONE}
    if not held_back or found.gate not in _READER_GATES or kind is not PageKind.ARTICLE:
        return found.gate, session
    if session is Session.OWN_LOGIN_CONFIRMED:
        return Gate.ENTITLEMENT_MISSING, session
    return (Gate.LOGIN_REQUIRED if session in _LOST else found.gate), session


def _finding(signals: Signals) -> _Finding:
    state = signals.state
    if state.kind not in {PageKind.ARTICLE, PageKind.OTHER, PageKind.LISTING} or state.certain:
        return _no_article(signals)
    for rule in _RULES:
        if finding := rule(signals):
            return finding
    return _not_held_back(signals)


def _no_article(signals: Signals) -> _Finding:
    state = signals.state
    confidence = Confidence.CERTAIN if state.certain else Confidence.LIKELY
    if state.kind is PageKind.JS_SHELL:
        return _Finding(Delivered.PARTIAL_OTHER, Gate.UNKNOWN, Confidence.WEAK)
    return _Finding(Delivered.NONE, state.gate, confidence)


def _withheld(signals: Signals) -> Delivered:
    """A teaser, or nothing where there is no prose at all."""
    return Delivered.PARTIAL_TEASER if signals.view.prose or signals.length else Delivered.NONE


def _locked(signals: Signals) -> _Finding | None:
    if not signals.locks:
        return None
    return _Finding(_withheld(signals), _gate(signals), Confidence.CERTAIN)


def _obfuscated(signals: Signals) -> _Finding | None:
    if not signals.scrambled:
        return None
    sure = signals.declared[0] in {Declared.NOT_FREE, Declared.METERED, Declared.CONFLICT} or signals.closing
    return _Finding(Delivered.OBFUSCATED, Gate.SUBSCRIPTION, Confidence.CERTAIN if sure else Confidence.LIKELY)


def _remainder(signals: Signals) -> _Finding | None:
    """The amount that is missing is given: "57 % of this article are left to read"."""
    best = signals.best
    if best is None or not best.notice.explicit:
        return None
    return _Finding(Delivered.PARTIAL_TEASER, _gate(signals), Confidence.CERTAIN)


def _asks_first(signals: Signals) -> _Finding | None:
    """No text, but a request to switch an ad blocker off, or a word that this is not offered here."""
    if signals.length or signals.view.prose:
        return None
    kinds = {each.notice.kind for each in signals.view.layout.sightings if each.position is not Position.HIDDEN}
    gate = next((gate for kind, gate in _ASKING.items() if kind in kinds), None)
    return _Finding(Delivered.NONE, gate, Confidence.WEAK) if gate else None


def _script_only(signals: Signals) -> _Finding | None:
    """Hardly a text, and a word that scripts put it in: nobody holds it back, a browser would show it."""
    asks = any(each.notice.kind is NoticeKind.SCRIPT for each in signals.view.layout.sightings)
    if not asks or signals.length >= _A_LINE or any(each.notice.decisive for each in signals.closing):
        return None
    return _Finding(Delivered.PARTIAL_OTHER, Gate.NONE_SEEN, Confidence.WEAK)


def _nothing_but_a_gate(signals: Signals) -> _Finding | None:
    """A notice that says something, and not one sentence of a text."""
    best = signals.best
    if best is None or signals.length or signals.view.prose:
        return None
    if not (best.notice.decisive or signals.boxed or len(best.text) > _LONGEST_BUTTON):
        return None
    return _Finding(Delivered.NONE, _gate(signals), Confidence.LIKELY if best.notice.decisive else Confidence.WEAK)


def _weight(signals: Signals) -> int:
    return sum(cut.weight for cut in signals.cuts)


def _decisive_gate(signals: Signals) -> _Finding | None:
    """A visible notice right after the text, which says that this very text goes on elsewhere."""
    best = signals.best
    if best is None or not best.notice.decisive:
        return None
    longest = _REGISTER_EXCERPT if best.notice.kind in _AFTER_AN_EXCERPT else _EXCERPT
    weight = _weight(signals)
    if signals.length >= longest and not weight:
        return None
    return _Finding(
        _withheld(signals), _gate(signals), Confidence.LIKELY if weight or signals.boxed else Confidence.WEAK
    )


def _soft_gate(signals: Signals) -> _Finding | None:
    """A visible "subscribe", "log in" right after the text decides only together with a text that looks cut."""
    if signals.best is None or signals.length >= _EXCERPT:
        return None
    hints = [
        signals.declared[0] is Declared.NOT_FREE,
        bool(signals.boxed),
        len(signals.closing) >= _SEVERAL,
        signals.labelled,
    ]
    weight = _weight(signals) + sum(hints)
    own = _weight(signals) or (signals.boxed and signals.length < _REGISTER_EXCERPT)
    if not own or weight < 2 + (signals.length >= _SHORT and not signals.boxed):
        return None
    return _Finding(_withheld(signals), _gate(signals), Confidence.LIKELY if weight > 2 else Confidence.WEAK)  # noqa: PLR2004


def _worded_gate(signals: Signals) -> _Finding | None:
    """A short text, and right below it a line about reading and paying; live reports and the like are exempt."""
    if not signals.worded or is_exempt(signals.reading):
        return None
    sure = signals.closing or signals.boxed or signals.declared[0] is Declared.NOT_FREE
    return _Finding(_withheld(signals), _gate(signals), Confidence.LIKELY if sure else Confidence.WEAK)


def _data_only(signals: Signals) -> _Finding | None:
    """The page shows a teaser and carries the text in its data: this reader was shown the teaser."""
    if not signals.in_data_only or not (signals.declared[0] is Declared.NOT_FREE or signals.closing):
        return None
    both = signals.declared[0] is Declared.NOT_FREE and signals.closing
    return _Finding(Delivered.PARTIAL_TEASER, _gate(signals), Confidence.LIKELY if both else Confidence.WEAK)


def _shorter_than_told(signals: Signals) -> _Finding | None:
    """No notice at all, but the publisher counts many more words than there are."""
    missing = max((cut.weight for cut in signals.cuts if cut.rule == "access/fewer-words"), default=0)
    looks_cut = any(cut.rule in _CUT_SHORT for cut in signals.cuts)
    if signals.in_data_only or missing < _MANY_WORDS:
        return None
    if not looks_cut and (missing == _MANY_WORDS or signals.length >= _REGISTER_EXCERPT):
        return None
    return _Finding(_withheld(signals), _gate(signals), Confidence.LIKELY)


#: The most certain first.
_RULES = (
    _locked,
    _obfuscated,
    _remainder,
    _script_only,
    _nothing_but_a_gate,
    _asks_first,
    _decisive_gate,
    _soft_gate,
    _worded_gate,
    _data_only,
    _shorter_than_told,
)


def _gate(signals: Signals) -> Gate:
    """Who stands in the way, by the words around the gate."""
    kinds = {each.notice.kind for each in signals.closing} or {each.notice.kind for each in signals.gates}
    declared = signals.declared[0]
    # "Already a subscriber? Log in", and no offer to become one.
    offers = signals.boxed or signals.offers or signals.for_registered
    login_only = kinds == {NoticeKind.LOGIN} and declared is Declared.ABSENT and not offers
    told = (
        (NoticeKind.METER_SPENT in kinds, Gate.METERED_EXHAUSTED),
        (login_only, Gate.LOGIN_REQUIRED),
        (signals.speaks_of_paying, Gate.SUBSCRIPTION),
        (NoticeKind.REGISTER in kinds or signals.for_registered, Gate.REGISTRATION),
        (signals.wants_sign_in and declared is not Declared.NOT_FREE, Gate.LOGIN_REQUIRED),
        (NoticeKind.WITHHELD in kinds or declared is Declared.NOT_FREE, Gate.SUBSCRIPTION),
        (NoticeKind.APP in kinds, Gate.APP_ONLY),
        (bool(signals.worded), Gate.SUBSCRIPTION),
    )
    gate = next((gate for applies, gate in told if applies), None)
    return gate or (Gate.SUBSCRIPTION if "paywall" in signals.page.html.casefold() else Gate.UNKNOWN)


def _not_held_back(signals: Signals) -> _Finding:
    view, kind = signals.view, signals.state.kind
    if kind is not PageKind.ARTICLE:
        return _Finding(Delivered.UNKNOWN, signals.state.gate, Confidence.WEAK)
    if not view.reading.article.articleBody:
        return _Finding(Delivered.UNKNOWN, Gate.NONE_SEEN, Confidence.UNKNOWN)
    if signals.reading.nextPage:
        return _Finding(Delivered.PARTIAL_OTHER, Gate.NONE_SEEN, Confidence.LIKELY)
    notices = list(_notices(signals))
    shown = (each.notice.kind for each in view.layout.sightings if each.position is not Position.HIDDEN)
    counted = not _COUNTING.isdisjoint(shown)
    delivered = Delivered.FULL_WITH_NOTICE if notices else Delivered.FULL
    return _Finding(delivered, Gate.METERED_OPEN if counted else Gate.NONE_SEEN, _trust(signals))


def _trust(signals: Signals) -> Confidence:
    """How sure a text without a gate is whole: likely at best, because nothing can prove it."""
    if any(each.notice.decisive for each in signals.closing) or _weight(signals) > 1:
        return Confidence.WEAK
    return Confidence.LIKELY if signals.view.prose >= _SHORT and signals.view.is_marked_article else Confidence.WEAK


def _notices(signals: Signals) -> Iterator[NoticeKind]:
    """The notices about reading this text that the page carries, shown or not; bare buttons are none."""
    for each in signals.view.layout.sightings:
        kind = each.notice.kind
        spoken = each.notice.decisive or len(each.text) > _LONGEST_BUTTON
        shown = each.position is not Position.HIDDEN
        if kind in _ALWAYS_TOLD or (spoken and kind in GATING) or (shown and kind is NoticeKind.ADBLOCK):
            yield kind


def _evidence(signals: Signals) -> Iterator[Evidence]:
    """What the verdict rests on, the most telling first."""
    for selector in signals.locks:
        yield _item("selector", selector, "page", "site/locked-when")
    for seen in signals.state.evidence:
        yield _item(*seen)
    if signals.scrambled:
        yield _item("obfuscated", signals.scrambled.value, signals.scrambled.where, signals.scrambled.rule)
    yield from _spoken(signals)
    for cut in signals.cuts:
        yield _item(cut.kind, cut.value, cut.where, cut.rule)
    if signals.in_data_only:
        yield _item("data", "the text is in the page's data, not on the page", "jsonld:articleBody", "access/data-only")
    for said in signals.declarations:
        yield _item("declared", said.raw, said.source, f"access/declared:{said.value.value}")
    if signals.reading.nextPage:
        yield _item("pagination", signals.reading.nextPage, "link", "access/next-page")


def _spoken(signals: Signals) -> Iterator[Evidence]:
    """What the page's words say, and the box they stand in."""
    for sighting in _by_weight(signals):
        name = sighting.notice
        rule = f"access/notice:{name.kind.value}:{name.language}"
        yield _item("notice", sighting.text, sighting.position.value, rule)
    for line in signals.worded:
        yield _item("wording", line.text, Position.AFTER.value, "access/worded")
    if signals.boxed:
        yield _item("container", signals.boxed, "after", "access/gate-box")


def _by_weight(signals: Signals) -> list[Sighting]:
    """The notices that say something, the closing and the decisive ones first."""

    def order(each: Sighting) -> tuple[bool, bool, bool]:
        return each not in signals.closing, not each.notice.explicit, not each.notice.decisive

    found = signals.view.layout.sightings
    telling = (
        each for each in found if each.notice.decisive or len(each.text) > _SHORT_BUTTON or each in signals.closing
    )
    return sorted(telling, key=order)


def _item(kind: str, value: str, where: str, rule: str) -> Evidence:
    return Evidence(kind=kind, value=clean(value)[:_LONGEST_VALUE], where=where, rule=rule)
