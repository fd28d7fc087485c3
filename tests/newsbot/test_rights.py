"""What publishers reserve, and where they say it."""

from __future__ import annotations

import json

import pytest

from newsbot.article import Rights
from newsbot.reading import read_bytes
from newsbot.rights import (
    HostRights,
    RobotsRights,
    TdmRule,
    matches,
    path_of,
    read_robots,
    read_tdmrep,
    rights_of,
)

URL = "https://www.example.com/news/2026/a-ferry-is-late?page=2"
POLICY = "https://www.example.com/policy.json"


def said(rights: Rights) -> list[tuple[str, str, str]]:
    return [(each.kind, each.value, each.rule) for each in rights.evidence]


def of(
    headers: dict[str, str] | None = None,
    meta: dict[str, tuple[str, ...]] | None = None,
    robots: str = "",
    tdm: object = None,
) -> Rights:
    rules = read_tdmrep(json.dumps(tdm), "https://www.example.com/.well-known/tdmrep.json")
    return rights_of(URL, headers or {}, meta or {}, HostRights(read_robots(robots), rules))


def test_nobody_said_anything() -> None:
    assert of() == rights_of(URL, {}, {}) == Rights()


# ── tdm-reservation ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_header_reserves() -> None:
    rights = of({"tdm-reservation": "1", "tdm-policy": "/policy.json"})
    assert (rights.tdmReservation, rights.tdmPolicy, rights.aiOptOut) == (True, POLICY, None)
    assert said(rights) == [("header", "1", "tdm-reservation"), ("header", "/policy.json", "tdm-policy")]


def test_a_file_reserves_a_part_of_the_site() -> None:
    rules = [
        {"location": "/news/*/b-", "tdm-reservation": 1},
        {"location": "/news/", "tdm-reservation": 1, "tdm-policy": POLICY},
        {"location": "/", "tdm-reservation": 0},
    ]
    rights = of(tdm=rules)
    assert (rights.tdmReservation, rights.tdmPolicy) == (True, POLICY)
    assert said(rights) == [("tdmrep", f"/news/: 1 {POLICY}", "tdm-reservation")]
    assert of(tdm=rules[::-1]).tdmReservation is False  # the first that matches
    assert of(tdm=rules[:1]) == Rights()


def test_the_page_goes_before_the_header_and_both_before_the_file() -> None:
    file = [{"location": "/", "tdm-reservation": 1, "tdm-policy": POLICY}]
    assert of({"tdm-reservation": "0"}, tdm=file).tdmReservation is False
    assert of({"tdm-reservation": "0"}, {"tdm-reservation": ("1",)}, tdm=file).tdmReservation is True
    assert of({"tdm-reservation": "1"}, {"tdm-reservation": ("0",)}).tdmReservation is False
    rights = of({"tdm-reservation": "1"}, tdm=file)
    assert rights.tdmPolicy == POLICY  # what one does not say is left as the other said it
    assert [each.kind for each in rights.evidence] == ["tdmrep", "header"]


def test_a_policy_beside_nothing_reserved_is_none() -> None:
    rights = of({"tdm-reservation": "0", "tdm-policy": POLICY})
    assert (rights.tdmReservation, rights.tdmPolicy) == (False, None)
    assert of({"tdm-policy": POLICY}).tdmPolicy is None
    assert of({"tdm-policy": POLICY}, {"tdm-reservation": ("1",)}).tdmPolicy == POLICY


@pytest.mark.parametrize("value", ["2", "yes", "true", "", "-1", "1.0"])
def test_other_values_say_nothing(value: str) -> None:
    assert of({"tdm-reservation": value}).tdmReservation is None
    assert of(tdm=[{"location": "/", "tdm-reservation": value}]) == Rights()


def test_a_header_that_came_twice() -> None:
    assert of({"tdm-reservation": "1, 1"}).tdmReservation is True


@pytest.mark.parametrize("policy", ["javascript:alert(1)", "file:///etc/passwd", "http://[", 7, None, "x" * 3000])
def test_policies_that_are_no_addresses(policy: object) -> None:
    rights = of(tdm=[{"location": "/", "tdm-reservation": 1, "tdm-policy": policy}])
    assert (rights.tdmReservation, rights.tdmPolicy) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!DOCTYPE html><p>Not found",
        '{"location": "/", "tdm-reservation": 1}',
        '[["/", 1]]',
        '[{"location": 7, "tdm-reservation": 1}]',
        '[{"location": "/", "tdm-reservation": true}]',
        '[{"location": "", "tdm-reservation": 1}]',
        "[" * 100_000,
        "1" * 10_000,
        "null",
    ],
    ids=range(10),
)
def test_files_that_are_none(text: str) -> None:
    assert read_tdmrep(text, URL) == ()


def test_a_file_in_bytes_with_more_than_rules() -> None:
    text = '\ufeff[7, {"location": "/é", "tdm-reservation": "1", "x": 1}]'
    assert read_tdmrep(text.encode("utf-8"), URL) in {(), (TdmRule("/%C3%A9", True),)}
    assert read_tdmrep(text[1:].encode(), URL) == (TdmRule("/%C3%A9", True),)
    assert read_tdmrep(b"\xff\xfe[", URL) == ()


# ── robots.txt ──────────────────────────────────────────────────────────────────────────────────────────────────────

ROBOTS = """
User-agent: *
Disallow: /private/

User-agent: GPTBot # of OpenAI
user-agent: ccbot
User-agent: SomebodyElse
Disallow: /

User-agent: ChatGPT-User
Disallow: /

User-agent: ClaudeBot
Allow: /news/
Disallow: /

User-agent: Bytespider
Disallow:
"""


def test_crawlers_of_training_data_are_kept_out() -> None:
    rights = of(robots=ROBOTS)
    assert (rights.aiOptOut, rights.tdmReservation) == (True, None)
    assert said(rights) == [("robots", "not for GPTBot, CCBot", "training-agents")]
    assert [each.agents for each in read_robots(ROBOTS).groups] == [("GPTBot", "CCBot"), ("ClaudeBot",)]


def test_assistants_and_searchers_are_no_training() -> None:
    text = "User-agent: ChatGPT-User\nUser-agent: PerplexityBot\nUser-agent: OAI-SearchBot\nDisallow: /\n"
    assert of(robots=text) == Rights()


def test_a_path_that_is_not_theirs() -> None:
    assert of(robots="User-agent: GPTBot\nDisallow: /premium/\nDisallow: /news/*/b\n") == Rights()
    assert of(robots="User-agent: GPTBot\nDisallow: /news/*/a\n").aiOptOut is True


def test_groups_of_one_crawler_belong_together() -> None:
    text = "User-agent: GPTBot\nDisallow: /x\nUser-agent: *\nDisallow: /y\nUser-agent: GPTBot\nDisallow: /news\n"
    assert of(robots=text).aiOptOut is True


def test_a_signal_for_all() -> None:
    text = "User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n"
    assert of(robots=text).aiOptOut is True
    assert said(of(robots=text)) == [("robots", "ai-train=no", "content-signal")]
    assert of(robots=text.replace("=no", "=yes")).aiOptOut is False
    assert of(robots=text.replace("ai-train=no", "ai-input=no")) == Rights()
    assert of(robots=text.replace("*", "Googlebot")) == Rights()
    assert of(robots=text.replace("=no", "=yes") + "User-agent: CCBot\nDisallow: /\n").aiOptOut is True


# ── noai ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("noai", (True, True)),
        ("noarchive, NoAI, noimageai", (True, True)),
        ("noimageai", (None, True)),
        ("noindex, noarchive", (None, None)),
        ("otherbot: noai, noindex", (None, None)),
        ("otherbot: noindex, gptbot: noai", (True, True)),
        ("max-snippet: 20, noai", (True, True)),
        ("unavailable_after: 25 Jun 2026 15:00:00 PST, noai", (True, True)),
    ],
)
def test_the_header_x_robots_tag(header: str, expected: tuple[bool | None, bool | None]) -> None:
    rights = of({"x-robots-tag": header})
    assert (rights.aiOptOut, rights.aiImagesOptOut) == expected


def test_meta_robots() -> None:
    rights = of(meta={"robots": ("index, follow", "noai,noimageai")})
    assert (rights.aiOptOut, rights.aiImagesOptOut) == (True, True)
    assert said(rights) == [("meta", "noai", "noai"), ("meta", "noimageai", "noimageai")]


# ── on a page ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_is_read_with_its_rights() -> None:
    page = f"""<!DOCTYPE html><title>A</title><meta name="TDM-Reservation" content="1">
    <meta name="tdm-policy" content="{POLICY}"><meta name="robots" content="noimageai"><p>A text.</p>"""
    rights = read_bytes(page, URL, headers={"x-robots-tag": "noai"}).article.rights
    assert (rights.tdmReservation, rights.tdmPolicy, rights.aiOptOut, rights.aiImagesOptOut) == (
        True,
        POLICY,
        True,
        True,
    )
    assert {each.kind for each in rights.evidence} == {"meta", "header"}


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/", "/a", True),
        ("/a", "/ab", True),
        ("/a$", "/ab", False),
        ("/a$", "/a", True),
        ("/*.pdf$", "/x/a.pdf", True),
        ("/*.pdf$", "/x/a.pdf?x", False),
        ("/a*b*c", "/a-c-b-c", True),
        ("/a*b*c", "/a-c-b", False),
        ("*", "/a", True),
        ("/a*$", "/abc", True),
        ("/ab*b$", "/ab", False),
        ("a", "/a", False),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path) is expected


def test_paths_are_compared_in_one_spelling() -> None:
    assert path_of("https://e.example/%7Ea/%c3%a9?q=%41") == "/~a/%C3%A9?q=A"
    assert path_of("https://e.example/é") == "/%C3%A9"
    assert path_of("https://e.example") == path_of("http://[") == "/"


def test_a_hostile_robots_txt_is_bounded() -> None:
    text = "User-agent: GPTBot\n" + "".join(f"Disallow: /{'*a' * 900}{n}\n" for n in range(3000))
    robots = read_robots(text)
    assert sum(len(each.rules) for each in robots.groups) <= 1000
    assert rights_of("https://e.example/" + "a" * 500, {}, {}, HostRights(robots)).aiOptOut is None
    assert read_robots("\x00" * 10_000) == RobotsRights()
