"""Explain: an access verdict in words for people, from the record alone."""

from __future__ import annotations

from collections.abc import Iterator

from newsbot.article import Access, Confidence, Declared, Delivered, Evidence, Gate, Session, Visibility

_KINDS = {
    "notice": "a notice,",
    "wording": "a line about reading and paying,",
    "container": "a box for gates, named",
    "declared": "the publisher's mark,",
    "length": "how long the text is,",
    "truncation": "how the text ends,",
    "obfuscated": "scrambled letters,",
    "status": "the status",
    "challenge": "a filter against bots,",
    "soft_404": "what missing pages say,",
    "redirect": "a redirect,",
    "login": "a sign of a sign-in page,",
    "consent": "a request for consent,",
    "listing": "a list of stories,",
    "overlay": "a cover,",
    "script": "a page that scripts fill,",
    "data": "where the text was found,",
    "pagination": "a next page,",
    "busy": "a request to slow down,",
    "policy": "the owner's setting",
}
_WHERE = {
    "before": "above the text",
    "inside": "within the text",
    "after": "below the text",
    "hidden": "in a hidden box",
    "body": "on the page",
    "html": "in the page's code",
    "end": "at the end",
    "status": "in the answer",
    "url": "in the address",
    "link": "among the links",
    "browser": "in the browser",
}
#: From this confidence on a text may be called complete.
_SURE = frozenset({Confidence.CERTAIN, Confidence.LIKELY})
_COMPLETE = {
    Delivered.FULL: "Complete text received.",
    Delivered.FULL_WITH_NOTICE: "Complete text received, beside a notice.",
}
_UNSURE = {
    Delivered.FULL: "Text received; nothing shows that it was cut, and little shows that it is whole.",
    Delivered.FULL_WITH_NOTICE: "Text received beside a notice; whether it is whole is not certain.",
}
_DELIVERED = {
    Delivered.PARTIAL_TEASER: "Only the beginning of the article was received.",
    Delivered.PARTIAL_OTHER: "Only a part was received: the text goes on elsewhere, or needs a browser to be seen.",
    Delivered.OBFUSCATED: "The text was received with its letters scrambled.",
    Delivered.NONE: "No text of an article was received.",
    Delivered.UNKNOWN: "Whether there is an article here, and how much of it, is not known.",
}
_GATES = {
    Gate.SUBSCRIPTION: "The rest is for subscribers.",
    Gate.REGISTRATION: "The rest is for registered readers.",
    Gate.METERED_OPEN: "The site counts how many articles are read; this one was still open.",
    Gate.METERED_EXHAUSTED: "The site's number of free articles is used up.",
    Gate.LOGIN_REQUIRED: "The site wants its reader to sign in; an earlier sign-in is missing or over.",
    Gate.ENTITLEMENT_MISSING: "Signed in with the own account, which does not include this text.",
    Gate.APP_ONLY: "The site shows the rest in its app only.",
    Gate.CONSENT: "The site asks for consent to cookies first.",
    Gate.CONSENT_OR_PAY: "The site asks for consent to cookies, or for money, first.",
    Gate.ADBLOCK: "The site asks to switch an ad blocker off.",
    Gate.GEO_OR_LEGAL: "Not offered here, for legal or regional reasons.",
    Gate.BOT_CHALLENGE: "A filter against bots answered instead of the site.",
    Gate.RATE_LIMITED: "The site asked to slow down.",
    Gate.SOFT_404: "The page does not exist (any more).",
}
_DECLARED = {
    Declared.FREE: "The publisher marks it as free",
    Declared.NOT_FREE: "The publisher marks it as not free",
    Declared.METERED: "The publisher marks it as metered",
    Declared.CONFLICT: "The publisher marks it as free and as not free",
}
_SESSIONS = {
    Session.OWN_LOGIN_CONFIRMED: "Asked for with the own account, signed in.",
    Session.OWN_LOGIN_UNCONFIRMED: "Asked for with the own account; that it was signed in could not be confirmed.",
    Session.OWN_LOGIN_FAILED: "Signing in with the own account had failed.",
    Session.EXPIRED: "The own account's session is over: sign in again.",
}
_VISIBLE = {
    Visibility.HIDDEN_BY_OVERLAY: "In a browser, something covers the text.",
    Visibility.REMOVED_BY_SCRIPT: "In a browser, a script takes the text away.",
}
_CONFIDENCE = {
    Confidence.CERTAIN: "Certain: the page says so itself.",
    Confidence.LIKELY: "Likely: everything that was found agrees.",
    Confidence.WEAK: "Weak: a single sign, or very little text.",
    Confidence.UNKNOWN: "Nothing was found to go by.",
}


def explain(access: Access) -> list[str]:
    """Sentences for people: what was received, who stands in the way, what the publisher says, how sure this is.

    A text is never called complete with less than a likely confidence, and nothing is called free that was not declared
    to be.
    """
    return list(_sentences(access))


def _sentences(access: Access) -> Iterator[str]:
    if access.delivered in _COMPLETE:
        yield (_COMPLETE if access.confidence in _SURE else _UNSURE)[access.delivered]
    else:
        yield _DELIVERED[access.delivered]
    for words in (_GATES.get(access.gate), _SESSIONS.get(access.session), _VISIBLE.get(access.visibility)):
        if words:
            yield words
    if access.declared in _DECLARED:
        yield f"{_DECLARED[access.declared]}{f' ({access.declaredSource})' if access.declaredSource else ''}."
    else:
        yield "The publisher does not say whether it is free."
    yield _CONFIDENCE[access.confidence]
    yield from map(_seen, access.evidence)


def _seen(evidence: Evidence) -> str:
    kind, where = _KINDS.get(evidence.kind, evidence.kind), _WHERE.get(evidence.where, f"in {evidence.where}")
    return f"Seen {where}: {kind} “{evidence.value}” [{evidence.rule}]"
