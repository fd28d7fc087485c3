"""Rights: what a publisher reserves about text and data mining and the training of AI, and where it says so. Pure.

Sources, and what is read of each:

* `/.well-known/tdmrep.json`, headers and <meta> `tdm-reservation`, `tdm-policy` (TDMRep, a report of a W3C community
  group of May 2024): of the file the first rule that matches; headers go before it, <meta> before both, and what one
  does not say is left as the other said it;
* `noai`, `noimageai` in the header X-Robots-Tag and in <meta name="robots">;
* robots.txt: groups that keep a crawler of training data from this address, and `Content-Signal: ai-train=…` for all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from newsbot.article import Evidence, Rights
from newsbot.urls import is_http

#: Crawlers that gather what models are trained on, or data sets that are sold for it, by their name in robots.txt. Not
#: among them are those that search, or fetch a page for somebody who asks (ChatGPT-User, OAI-SearchBot, PerplexityBot).
TRAINING_AGENTS: Mapping[str, str] = {
    "GPTBot": "OpenAI, training",
    "Google-Extended": "Google, training and grounding of Gemini; a name for robots.txt only",
    "Applebot-Extended": "Apple, training; a name for robots.txt only",
    "ClaudeBot": "Anthropic, training",
    "anthropic-ai": "Anthropic, training; an older name",
    "Claude-Web": "Anthropic; an older name",
    "CCBot": "Common Crawl, whose archive most data sets for training are made of",
    "meta-externalagent": "Meta, training",
    "FacebookBot": "Meta, training of language models for speech",
    "Bytespider": "ByteDance, training",
    "Amazonbot": "Amazon, answers and training",
    "cohere-ai": "Cohere",
    "cohere-training-data-crawler": "Cohere, training",
    "AI2Bot": "Allen Institute for AI, training",
    "PanguBot": "Huawei, training",
    "Diffbot": "Diffbot, extracted data for sale",
    "omgili": "Webz.io, data for sale",
    "omgilibot": "Webz.io, data for sale; an older name",
    "webzio-extended": "Webz.io, whether the data may be sold for AI; a name for robots.txt only",
    "ImagesiftBot": "pictures for training",
    "img2dataset": "a tool that makes data sets of pictures",
}
_BY_NAME = {name.lower(): name for name in TRAINING_AGENTS}
#: What is longer is no rule of anybody.
_LONGEST, _MOST_RULES = 2000, 1000
_LONGEST_TEXT = 512 * 1024
_SHOWN = 200
#: Directives of X-Robots-Tag that have a value after a colon, where others have a crawler's name before it.
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_ESCAPE = re.compile("%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


# ── paths ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _normal(path: str) -> str:
    """A path, or a pattern of paths, in the one spelling in which they are compared."""
    plain = quote(path, safe="%/?:@!$&'()*+,;=[]~#") if not path.isascii() or " " in path else path

    def unescaped(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if character in _UNRESERVED else found[0].upper()

    return _ESCAPE.sub(unescaped, plain) if "%" in plain else plain


def path_of(url: str) -> str:
    """The path and query of an address, as patterns are held against them."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    return _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def matches(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says, as in robots.txt: `*` is anything, `$` at the end is the end.

    In linear time, whatever the pattern: it is a stranger's.
    """
    whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    if not others:
        return not whole or place == len(path)
    *middle, last = others
    for each in middle:
        place = path.find(each, place)
        if place < 0:
            return False
        place += len(each)
    if whole:
        return path.endswith(last) and len(path) - len(last) >= place
    return path.find(last, place) >= 0


# ── robots.txt ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Group:
    """Crawlers of training data for which robots.txt has the same rules: (is allowed, pattern), in order."""

    agents: tuple[str, ...]
    rules: tuple[tuple[bool, str], ...]

    def keeps_out(self, path: str) -> bool:
        """Whether they are asked not to fetch a path: the longest pattern decides; of two, the one that allows."""
        found = [(len(pattern), allowed) for allowed, pattern in self.rules if matches(pattern, path)]
        return bool(found) and not max(found)[1]


@dataclass(frozen=True, slots=True)
class RobotsRights:
    """What a robots.txt says about training."""

    groups: tuple[Group, ...] = ()
    mayTrain: bool | None = None  #: `Content-Signal: ai-train=…` of the group that is for all


def read_robots(text: str) -> RobotsRights:
    """What a robots.txt says about training, whatever its text."""
    rules: dict[str, dict[tuple[bool, str], None]] = {}
    agents: list[str] = []
    may_train: bool | None = None
    in_rules = False
    for name, value in _directives(text):
        if name == "user-agent":
            agents = [value.lower()] if in_rules else [*agents, value.lower()]
            in_rules = False
            for each in _BY_NAME.keys() & {value.lower()}:
                rules.setdefault(each, {})
            continue
        in_rules = True
        if name == "content-signal" and "*" in agents:
            said = _may_train(value)
            may_train = may_train if said is None else said
        elif name in {"allow", "disallow"} and value:
            for each in rules.keys() & set(agents):
                if len(rules[each]) < _MOST_RULES:
                    rules[each].setdefault((name == "allow", _normal(value)))
    alike: dict[tuple[tuple[bool, str], ...], list[str]] = {}
    for agent, theirs in rules.items():
        if any(not allowed for allowed, _ in theirs):
            alike.setdefault(tuple(theirs), []).append(_BY_NAME[agent])
    return RobotsRights(tuple(Group(tuple(names), theirs) for theirs, names in alike.items()), may_train)


def _directives(text: str) -> Iterable[tuple[str, str]]:
    for line in text[:_LONGEST_TEXT].lstrip("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if colon and len(value) <= _LONGEST:
            yield name.strip().lower(), value.strip()


def _may_train(value: str) -> bool | None:
    """The signal `ai-train` of a line such as `search=yes, ai-train=no`."""
    for each in value.split(","):
        name, _, said = each.partition("=")
        if name.strip().lower() == "ai-train" and said.strip().lower() in {"yes", "no"}:
            return said.strip().lower() == "yes"
    return None


# ── tdmrep.json ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TdmRule:
    """A rule of tdmrep.json."""

    location: str
    reserved: bool
    policy: str | None = None


def read_tdmrep(text: str | bytes, url: str) -> tuple[TdmRule, ...]:
    """The rules of a tdmrep.json that came from this address; those that are none are left out, and so is what is none.

    `RecursionError` is not raised: what is nested so deeply is no list of rules.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    rules = []
    for each in told[:_MOST_RULES] if isinstance(told, list) else ():
        if not isinstance(each, dict):
            continue
        location, reserved = each.get("location"), _bit(each.get("tdm-reservation"))
        if isinstance(location, str) and 0 < len(location) <= _LONGEST and reserved is not None:
            rules.append(TdmRule(_normal(location), reserved, _policy(each.get("tdm-policy"), url)))
    return tuple(rules)


def _bit(value: object) -> bool | None:
    """0 or 1; all else is an error of who wrote it, and says nothing."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return {"0": False, "1": True}.get(str(value).strip())


def _policy(value: object, url: str) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        return None
    try:
        policy = urljoin(url, value.strip())
    except ValueError:
        return None
    return policy if is_http(policy) else None


# ── all of it together ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class HostRights:
    """What a host says about all of its pages."""

    robots: RobotsRights = RobotsRights()
    tdm: tuple[TdmRule, ...] = ()


NOTHING_SAID = HostRights()


def rights_of(
    url: str, headers: Mapping[str, str], meta: Mapping[str, Sequence[str]], host: HostRights = NOTHING_SAID
) -> Rights:
    """What is reserved of a page, with where it is said. Names of headers and <meta> are in lower case."""
    rights = Rights()
    path = path_of(url) if host is not NOTHING_SAID else ""
    _take_tdm(rights, url, headers, meta, next((rule for rule in host.tdm if matches(rule.location, path)), None))
    _take_robots(rights, host.robots, path)
    _take_directives(rights, "header", "x-robots-tag", _for_all(headers.get("x-robots-tag", "")))
    _take_directives(rights, "meta", "robots", {each for text in meta.get("robots", ()) for each in _words(text)})
    return rights


def _say(rights: Rights, kind: str, value: str, where: str, rule: str) -> None:
    rights.evidence.append(Evidence(kind=kind, value=value[:_SHOWN], where=where, rule=rule))


def _take_tdm(
    rights: Rights, url: str, headers: Mapping[str, str], meta: Mapping[str, Sequence[str]], rule: TdmRule | None
) -> None:
    reserved, policy = None, None
    if rule is not None:
        reserved, policy = rule.reserved, rule.policy
        value = f"{rule.location}: {int(rule.reserved)}{f' {policy}' if policy else ''}"
        _say(rights, "tdmrep", value, "/.well-known/tdmrep.json", "tdm-reservation")
    for kind in ("header", "meta"):
        told = {name: _first(kind, name, headers, meta) for name in ("tdm-reservation", "tdm-policy")}
        for name, value in told.items():
            if value:
                _say(rights, kind, value, name, name)
        here = _bit(told["tdm-reservation"])
        reserved = reserved if here is None else here
        policy = _policy(told["tdm-policy"], url) or policy
    rights.tdmReservation = reserved
    rights.tdmPolicy = policy if reserved else None


def _first(kind: str, name: str, headers: Mapping[str, str], meta: Mapping[str, Sequence[str]]) -> str:
    if kind == "meta":
        return next(iter(meta.get(name, ())), "")
    value = headers.get(name, "")
    return value.split(",")[0].strip() if name == "tdm-reservation" else value.strip()  # a header that came twice


def _take_robots(rights: Rights, robots: RobotsRights, path: str) -> None:
    if robots.mayTrain is not None:
        rights.aiOptOut = not robots.mayTrain
        said = f"ai-train={'yes' if robots.mayTrain else 'no'}"
        _say(rights, "robots", said, "robots.txt, for all", "content-signal")
    kept_out = [agent for group in robots.groups if group.keeps_out(path) for agent in group.agents]
    if kept_out:
        rights.aiOptOut = True
        _say(rights, "robots", f"not for {', '.join(kept_out)}", "robots.txt", "training-agents")


def _take_directives(rights: Rights, kind: str, where: str, words: Iterable[str]) -> None:
    for word in sorted({"noai", "noimageai"} & set(words)):
        _say(rights, kind, word, where, word)
        if word == "noai":
            rights.aiOptOut = True
        rights.aiImagesOptOut = True


def _for_all(header: str) -> frozenset[str]:
    """The directives of an X-Robots-Tag that are for everybody, or for a crawler of training data."""
    agent, found = "", set()
    if not header:
        return frozenset()
    for each in header.lower().split(","):
        before, colon, after = each.partition(":")
        if colon and before.strip() not in _VALUED:
            agent, each = before.strip(), after  # noqa: PLW2901 - what is left of it
        if not agent or agent in _BY_NAME:
            found.add(each.strip())
    return frozenset(found)


def _words(text: str) -> Iterable[str]:
    return (each.strip().lower() for each in text.split(","))
