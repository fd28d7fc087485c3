"""Addresses: their canonical form, and the key under which an article is kept.

Standard library only. Nothing here asks the network.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

#: Query parameters that say how a reader came here, never what is shown.
_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|at_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|yclid|igshid|igsh|mc_cid|mc_eid|"
    r"_ga|_gl|cmpid|campaign_id|ito|ncid|smid|smtyp|ref_src|ref_url|xtor|wt_mc|wt_zmc|ns_mchannel|ns_source|ns_campaign|"
    r"__twitter_impression|guccounter|guce_referrer|guce_referrer_sig|traffic_source|share_token)",
    re.IGNORECASE,
)
#: `ref=rss` and the like: only where the value is one that feeds and share buttons add.
_REFERRER = re.compile(r"(?:rss|feed|twitter|facebook|fb|tw|x|newsletter|share|social|home|homepage)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: An address is looked at a dozen times on its way from a feed to the store, within seconds.
_REMEMBERED = 4096
_SAFE = "%/:=&?~#+!$,;'@()*[]-._"
#: Halves of characters, as sloppy JSON has them: no address can be sent with one.
_LONE = re.compile("[\ud800-\udfff]")
#: What no name of a host holds, whatever else is made of it: the web's standard of URLs forbids these.
_NO_HOST = re.compile(r"[\x00-\x20\x7f<>\\^|]")


def _split(url: str) -> SplitResult | None:
    """The parts of an absolute http(s) URL, or None where it is none."""
    try:
        parts = urlsplit(_LONE.sub("\ufffd", url.strip()))
        valid = (
            parts.scheme.lower() in _DEFAULT_PORTS
            and bool(_ascii(parts.hostname or ""))
            and (parts.port is None or parts.port >= 0)
        )
    except ValueError:
        return None
    return parts if valid else None


@lru_cache(maxsize=_REMEMBERED)
def _ascii(hostname: str) -> str:
    """A host's name in ASCII (IDNA), without the point that may end it; empty where it can be none."""
    host = hostname.rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").rstrip(".")
        except UnicodeError:
            host = quote(host)
    return "" if _NO_HOST.search(host) else host


def is_http(url: str) -> bool:
    """Whether this is an absolute http or https URL with a host."""
    return _split(url) is not None


def _host(parts: SplitResult) -> str:
    """The host in lower case and ASCII (IDNA), with its port unless that is the scheme's own."""
    host = _ascii(parts.hostname or "")
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in {None, _DEFAULT_PORTS[parts.scheme.lower()]} else f"{host}:{parts.port}"


def _is_tracking(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name) or (name.lower() in {"ref", "source", "src"} and _REFERRER.fullmatch(value)))


def canonical(url: str, base: str | None = None) -> str:
    """The one spelling of an address: absolute, lower-case host, no default port, fragment or tracking parameters.

    Parameters that remain are sorted. An address that is not http(s) comes back as it was, stripped: see `is_http`.
    """
    try:
        absolute = urljoin(base, url.strip()) if base else url.strip()
    except ValueError:
        return url.strip()
    parts = _split(absolute)
    if parts is None:
        return absolute
    path = quote(parts.path, safe=_SAFE)  # what is escaped already stays as it is
    if "/." in path:
        path = _without_dots(path)
    pairs = quote(parts.query, safe=_SAFE).split("&")
    query = "&".join(sorted(pair for pair in pairs if pair and not _is_tracking(*_name_and_value(pair))))
    return urlunsplit((parts.scheme.lower(), _host(parts), path or "/", query, ""))


def _without_dots(path: str) -> str:
    """The path with its steps `.` and `..` taken, as browsers do."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == ".." and len(steps) > 1:
            steps.pop()
        elif step not in {".", ".."}:
            steps.append(step)
    return "/".join([*steps, ""] if path.endswith(("/.", "/..")) else steps)


def _name_and_value(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return name, value


def preferred(url: str, declared: str | None) -> str:
    """The address that an article goes by: the canonical one its page declares, where that can be believed.

    It cannot where it leads to another site (syndicated texts, test servers) or to a front page (careless templates).
    """
    if not declared or not is_http(declared) or (is_root(declared) and not is_root(url)):
        return url
    same_site = on_hosts(declared, {bare_host(url)}) or on_hosts(url, {bare_host(declared)})
    return declared if same_site else url


@lru_cache(maxsize=_REMEMBERED)
def article_key(url: str) -> str:
    """The store's key of an address, 32 hex digits; http or https, `www.` and a last slash make no difference."""
    parts = _split(canonical(url))
    if parts is None:
        folded = url.strip()
    else:
        host = _host(parts).removeprefix("www.")
        path = parts.path.rstrip("/") or "/"
        folded = f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:32]


@lru_cache(maxsize=_REMEMBERED)
def host_of(url: str) -> str:
    """The host of an address, with its port if it is not the scheme's own; empty where there is none."""
    parts = _split(url)
    return _host(parts) if parts else ""


def bare_host(url: str) -> str:
    """`host_of` without `www.`: equal for the two spellings of one site."""
    return host_of(url).removeprefix("www.")


def on_hosts(url: str, hosts: frozenset[str] | set[str]) -> bool:
    """Whether an address is on one of these hosts or below it. `hosts` are bare (no `www.`), with a port if any."""
    host = bare_host(url)
    return any(host == each or host.endswith(f".{each}") for each in hosts)


def is_root(url: str) -> bool:
    """Whether an address is a site's front page."""
    parts = _split(url)
    return parts is not None and parts.path in {"", "/"} and not parts.query


def without_secrets(uri: str) -> str:
    """A URI fit to be shown: no user, no password. Up to the last `@`, since passwords may hold unescaped ones."""
    return re.sub(r"(?<=://).*@", "***@", uri, flags=re.DOTALL)
