"""Which hosts are public: all special-purpose addresses, in all spellings, and what names are answered with."""

from __future__ import annotations

import ipaddress

import pytest

from newsbot.hosts import Reach, allowed_hosts, why_not_public, why_private, why_refused

#: The first and the last address of each range of IANA's registries of special-purpose addresses.
SPECIAL = {
    "0.0.0.0/8": ("0.0.0.0", "0.255.255.255"),
    "10.0.0.0/8": ("10.0.0.0", "10.255.255.255"),
    "100.64.0.0/10": ("100.64.0.0", "100.127.255.255"),
    "127.0.0.0/8": ("127.0.0.0", "127.255.255.255"),
    "169.254.0.0/16": ("169.254.0.0", "169.254.255.255"),
    "172.16.0.0/12": ("172.16.0.0", "172.31.255.255"),
    "192.0.0.0/24": ("192.0.0.0", "192.0.0.255"),
    "192.0.2.0/24": ("192.0.2.0", "192.0.2.255"),
    "192.31.196.0/24": ("192.31.196.0", "192.31.196.255"),
    "192.52.193.0/24": ("192.52.193.0", "192.52.193.255"),
    "192.88.99.0/24": ("192.88.99.0", "192.88.99.255"),
    "192.168.0.0/16": ("192.168.0.0", "192.168.255.255"),
    "192.175.48.0/24": ("192.175.48.0", "192.175.48.255"),
    "198.18.0.0/15": ("198.18.0.0", "198.19.255.255"),
    "198.51.100.0/24": ("198.51.100.0", "198.51.100.255"),
    "203.0.113.0/24": ("203.0.113.0", "203.0.113.255"),
    "224.0.0.0/4": ("224.0.0.0", "239.255.255.255"),
    "240.0.0.0/4": ("240.0.0.0", "255.255.255.255"),
    "::/128": ("::",),
    "::1/128": ("::1",),
    "64:ff9b:1::/48": ("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"),
    "100::/64": ("100::", "100::ffff:ffff:ffff:ffff"),
    "100:0:0:1::/64": ("100:0:0:1::", "100::1:ffff:ffff:ffff:ffff"),
    "2001::/23": ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
    "2001::/32, Teredo": ("2001:0:4136:e378:8000:63bf:f5ff:fffe", "2001:0:808:808:0:0:80ff:fffe"),
    "2001:1::1/128": ("2001:1::1", "2001:1::2", "2001:1::3"),
    "2001:2::/48": ("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff"),
    "2001:3::/32": ("2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff"),
    "2001:4:112::/48": ("2001:4:112::",),
    "2001:10::/28": ("2001:10::",),
    "2001:20::/28": ("2001:20::",),
    "2001:30::/28": ("2001:30::",),
    "2001:db8::/32": ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
    "2620:4f:8000::/48": ("2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff"),
    "3fff::/20": ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
    "5f00::/16": ("5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    "fc00::/7": ("fc00::", "fd00:ec2::254", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    "fe80::/10": ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    "fec0::/10": ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    "ff00::/8": ("ff00::", "ff02::1"),
    "a cloud's": ("168.63.129.16",),
}


@pytest.mark.parametrize(
    ("network", "address"), [(network, each) for network, both in SPECIAL.items() for each in both]
)
def test_special_addresses_are_not_public(network: str, address: str) -> None:
    written = f"[{address}]" if ":" in address else address
    assert "not a public address" in (why_private(written) or "")
    assert "not a public address" in (why_private(f"{written}:8080") or "")
    assert why_not_public([address])
    assert why_not_public(["8.8.8.8", address]), "one of several is enough"


@pytest.mark.parametrize("network", [each for each in SPECIAL if each[-1].isdigit() and "." in each])
@pytest.mark.parametrize(
    "holder",
    [
        "::ffff:{dotted}",  # IPv4-mapped
        "::{dotted}",  # IPv4-compatible
        "::ffff:0:{dotted}",  # IPv4-translated
        "64:ff9b::{dotted}",  # NAT64
        "64:ff9b:1::{dotted}",  # NAT64 of one network
        "2002:{hex}::1",  # 6to4
        "2001:0:{hex}::1",  # Teredo, its server
        "2001:0:808:808:0:0:{flipped}",  # Teredo, its client
    ],
)
def test_ipv6_that_holds_such_an_ipv4_address(network: str, holder: str) -> None:
    for dotted in SPECIAL[network]:
        number = int(ipaddress.IPv4Address(dotted))
        low, other = number & 0xFFFF, number ^ 0xFFFFFFFF
        address = holder.format(
            dotted=dotted, hex=f"{number >> 16:x}:{low:x}", flipped=f"{other >> 16:x}:{other & 0xFFFF:x}"
        )
        assert why_private(f"[{address}]"), address
        assert why_not_public([address]), address


#: Addresses inside, as they come in links. Each is refused, whoever reads it: Python, C libraries or browsers.
INSIDE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7F.1/",
    "http://0177.0.0.1/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://00000000177.0.0.1/",
    "http://0/",
    "http://0x/",
    "http://0x.0x.0/",
    "http://127.0.0.1./",
    "http://127.0.0.1../",
    "http://127.0.0.1:80/",
    "http://127.0.0.1:08080/",
    "HTTP://LOCALHOST/",
    "http://localhost./",
    "http://www.localhost/",
    "http://printer/",
    "http://nas.local/",
    "http://router.lan./",
    "http://metadata.google.internal/",
    "http://news.localdomain/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://127．0．0．1/",
    "http://127｡0｡0｡1/",
    "http://１２７。１/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://local\u00adhost/",
    "http://127.0.0\u200b.1/",
    "http://LOCALHOST。/",
    "http://%31%32%37.0.0.1/",
    "http://%6cocalhost/",
    "http://127%2e0%2e0%2e1/",
    "http://127.0.0.1%2f.example.com/",
    "http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/",
    "http://example.com@127.0.0.1/",
    "http://example.com:80@127.0.0.1:8080/",
    "http://a@b@127.0.0.1/",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:/\\127.0.0.1/",
    "http://\t127.0.0.1/",
    "http://127.0.\n0.1/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0000:0000:0000:0000:0000:ffff:7f00:0001]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::8.8.8.8]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[2606:4700::1111%25eth0]/",
    "http://[v1.127.0.0.1]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xA9FEA9FE/",
    "http://2852039166/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://256.0.0.1/",
    "http://1.2.3.4.5/",
    "http://127.0.0.08/",
    "http://4294967296/",
    "http://18446744073709551617/",
    "http://" + "9" * 5000 + "/",
    "http://example.127/",
    "http://127.0.0.1%00.example.com/",
    "http://example.com%40127.0.0.1/",
    "http://./",
    "http:///",
    "http://",
    "",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "ftp://example.com/",
    "gopher://example.com:6379/_x",
    "dict://example.com/",
    "data:text/html,x",
    "javascript:alert(1)",
    "view-source:http://example.com/",
    "ws://example.com/",
    "//example.com/",
    "/etc/passwd",
]


@pytest.mark.parametrize("url", INSIDE)
def test_what_leads_inside_is_refused(url: str) -> None:
    assert why_refused(url, frozenset())
    assert why_refused(url, frozenset({"example.com", "paper.example"}), frozenset({"intranet.example"}))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "http://example.com:8080/",
        "https://8.8.8.8/",
        "https://1.1.1.1:443/",
        "http://0x08080808/",
        "http://192.0.1.1/",
        "http://172.32.0.1/",
        "http://100.128.0.1/",
        "http://[2606:4700::1111]/",
        "http://[::ffff:8.8.8.8]/",
        "http://[64:ff9b::8.8.8.8]/",
        "http://[2002:808:808::1]/",
        "https://3sat.de/",
        "https://www.20min.ch/",
        "https://127.0.0.1.example.com/",
        "https://münchen.de/",
        "https://xn--mnchen-3ya.de/",
        "https://пример.рф/",
        "https://example.com./",
        "https://user:word@example.com/",
        "https://example.com/a\\b?c=http://127.0.0.1/",
        "https://example.com/?q=\\x#\\y",
        " https://example.com/ ",
    ],
)
def test_what_is_public_is_not(url: str) -> None:
    assert why_refused(url, frozenset()) is None


# ── what the owner named ──


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:8080/x", None),
        ("http://127.0.0.1:8081/", "loopback"),
        ("http://127.0.0.1/", "loopback"),
        ("http://127.1:8080/", "loopback"),
        ("http://news.lan/", None),
        ("https://news.lan/", None),
        ("http://pictures.news.lan/", None),
        ("http://news.lan:6379/", "local network"),
        ("http://othernews.lan/", "local network"),
        ("http://nas.local:5000/", None),
        ("http://nas.local/", None),
        ("http://a.nas.local:1/", None),
        ("http://box.local:81/", None),
        ("http://box.local/", "local network"),
        ("http://[::1]:9/", None),
        ("ftp://nas.local/", "only http"),
    ],
)
def test_a_site_is_named_for_its_port_and_the_setting_may_allow_all(url: str, why: str | None) -> None:
    named = frozenset({"127.0.0.1:8080", "news.lan"})
    allowed = allowed_hosts([" www.NAS.local", "box.local:81", "", "::1"])
    reach = Reach(lambda: named, allowed)
    assert (reach.why_not(url) or "").find(why or "") >= 0
    assert (reach.why_not(url) is None) is (why is None)


def test_answers_of_names_are_judged_unless_the_owner_named_them() -> None:
    reach = Reach(lambda: frozenset({"intranet.example"}), frozenset({"wiki.example"}))
    assert reach.why_not_at("https://other.example/", ["8.8.8.8", "2606:4700::1111"]) is None
    assert "loopback" in (reach.why_not_at("https://other.example/", ["8.8.8.8", "127.0.0.1"]) or "")
    assert "one network" in (reach.why_not_at("https://other.example/", ["2606:4700::1111%2"]) or "")
    assert "no address" in (reach.why_not_at("https://other.example/", ["printer"]) or "")
    assert reach.why_not_at("http://intranet.example/", ["10.0.0.1"]) is None
    assert reach.why_not_at("http://news.intranet.example/", ["10.0.0.2"]) is None
    assert reach.why_not_at("https://wiki.example:8443/", ["10.0.0.3"]) is None
    assert "loopback" in (reach.why_not_at("http://127.0.0.1/", ["8.8.8.8"]) or ""), "what stands there counts, too"


def test_a_site_that_was_public_stays_so() -> None:
    """Who may change the answers of a site's name must not be able to look around in the owner's network."""
    reach = Reach(lambda: frozenset({"paper.example", "lan.example"}), frozenset({"wiki.example"}))
    assert reach.why_not_at("https://www.paper.example/", ["8.8.8.8"]) is None
    for url in ("https://www.paper.example/", "https://router.paper.example/"):
        why = reach.why_not_at(url, ["192.168.0.1"])
        assert why is not None
        assert "did not before" in why
    assert reach.why_not_at("http://lan.example/", ["192.168.0.1"]) is None, "that is another site"
    assert reach.why_not_at("https://wiki.example/", ["8.8.8.8"]) is None
    assert reach.why_not_at("https://wiki.example/", ["10.0.0.3"]) is None, "the setting is the owner's last word"
