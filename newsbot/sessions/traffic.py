"""Traffic: which requests of a browser are let through, and how many were not. Pure.

A browser asks for whatever a page names: it is held to the same addresses as newsbot's own requests, redirects, frames,
workers and beacons included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from newsbot.urls import on_hosts

Allow = Callable[[str], bool]

#: What a page makes for itself, without the network. `chrome` and the like are the browser's own pages.
_INNER = frozenset({"data", "blob", "about", "chrome", "chrome-untrusted", "devtools"})
#: Kinds of requests, by the names of Chromium's protocol, that no text depends on.
_NEEDLESS = frozenset({"Image", "Media", "Font", "TextTrack", "Ping", "Manifest", "Prefetch", "CSPViolationReport"})
#: Exchanges that fill frames with advertisements. Their scripts are left alone: some pages hide the text without these.
_AD_FRAMES = frozenset(
    {
        "2mdn.net",
        "adform.net",
        "adnxs.com",
        "amazon-adsystem.com",
        "casalemedia.com",
        "criteo.com",
        "doubleclick.net",
        "googlesyndication.com",
        "openx.net",
        "outbrain.com",
        "pubmatic.com",
        "rubiconproject.com",
        "smartadserver.com",
        "taboola.com",
        "teads.tv",
    }
)


class Passage(StrEnum):
    """What happens to a request."""

    PASSED = "passed"
    REFUSED = "refused"  #: newsbot must not ask there
    SPARED = "spared"  #: nothing of it is needed


@dataclass(slots=True)
class Traffic:
    """Judges requests, and counts. `allow` says whether an http(s) address may be asked."""

    allow: Allow
    counts: Counter[Passage] = field(default_factory=Counter)

    def judge(self, url: str, kind: str, *, lean: bool) -> Passage:
        """What happens to a request. `kind` is Chromium's name of it; `lean` spares what no text depends on."""
        passage = self._judge(url, kind, lean=lean)
        self.counts[passage] += 1
        return passage

    def refuse(self) -> None:
        """Count a request that was refused elsewhere."""
        self.counts[Passage.REFUSED] += 1

    def _judge(self, url: str, kind: str, *, lean: bool) -> Passage:
        try:
            scheme = urlsplit(url).scheme.lower()
        except ValueError:
            return Passage.REFUSED
        if scheme in _INNER:
            return Passage.PASSED
        if scheme not in {"http", "https"} or not self.allow(url):
            return Passage.REFUSED
        if lean and (kind in _NEEDLESS or (kind == "Document" and on_hosts(url, _AD_FRAMES))):
            return Passage.SPARED
        return Passage.PASSED
