"""ftr-site-config files become site files, and nothing is lost, or guessed, without a word."""

import pytest

from newsbot.extraction.selectors import select_texts
from newsbot.sessions.recipe import holds, view_of_html
from newsbot.sites.document import read_site, write_site
from newsbot.sites.ftr import Carried, bare_site, carry, comment_of, host_of_file
from newsbot.sites.login import Fill, Goto, Press
from newsbot.sites.model import Site

WHOLE = """\ufeff# The Harbour Gazette
title: //h1[@class='head']
body://div[@id="story"]
Author: //p[@class='by']/a

date: //time/@datetime
strip: //aside
strip_id_or_class: share-bar
strip_id_or_class: "promo box"
requires_login: yes
login_uri: https://www.gazette.example/login
login_username_field: user[email]
login_password_field: user[password]
not_logged_in_xpath: //body[@class="anonymous"]
test_url: https://www.gazette.example/2026/ferry
"""


def xpath(selector: str | None) -> str:
    assert selector is not None
    return selector.removeprefix("xpath:")


def site(carried: Carried) -> Site:
    assert carried.site is not None
    return carried.site


def notes(carried: Carried) -> dict[int, str]:
    return {note.line: f"{note.directive}: {note.why}" for note in carried.notes}


def of(lines: str, **options: Site) -> Carried:
    return carry("gazette.example.txt", lines, **options)


def test_a_whole_file() -> None:
    found = site(of(WHOLE))
    assert (found.name, found.url, found.slug) == (
        "gazette.example",
        "https://www.gazette.example/",
        "gazette-example",
    )
    assert found.selectors.fields == {
        "headline": "xpath://h1[@class='head']",
        "articleBody": 'xpath://div[@id="story"]',
        "authors": "xpath://p[@class='by']/a",
        "datePublished": "xpath://time/@datetime",
    }
    assert found.selectors.remove == (
        "xpath://aside",
        "css:.share-bar, #share-bar",
        "xpath://*[contains(concat(' ', normalize-space(@class), ' '), ' promo box ') or @id='promo box']",
    )
    assert of(WHOLE).keys[-2:] == ("selectors.remove", "login")


def test_its_login_is_a_recipe() -> None:
    login = site(of(WHOLE)).login
    assert login is not None
    field = 'css:input[name="user[password]"]'
    goto, user, password, press = login.steps
    assert isinstance(goto, Goto)
    assert isinstance(user, Fill)
    assert isinstance(password, Fill)
    assert isinstance(press, Press)
    assert goto.goto == "https://www.gazette.example/login"
    assert (user.fill, user.credential) == ('css:input[name="user[email]"]', "username")
    assert (password.fill, password.credential, press.press, press.on) == (field, "password", "Enter", field)
    assert login.credentials == ("username", "password")
    assert login.loggedOut == ('xpath://body[@class="anonymous"]',)
    assert login.verify is not None
    assert login.verify.url == "https://www.gazette.example/2026/ferry"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<body><div id=story>x</div></body>", True),
        ("<body class=anonymous><div id=story>x</div></body>", False),
        ("<body><h1>Not found</h1></body>", False),
    ],
)
def test_its_proof_is_the_text_without_the_mark_of_those_who_are_signed_out(body: str, expected: bool) -> None:
    login = site(of(WHOLE)).login
    assert login is not None
    assert login.verify is not None
    assert holds(login.verify.shows[0], view_of_html(f"<html>{body}</html>", login.verify.url)) is expected


def test_everything_that_was_decided_is_said() -> None:
    assert notes(of(WHOLE)) == {
        8: "strip_id_or_class: taken as whole names: elements whose class or id only contains it stay",
        11: "login_uri: a browser opens this page and fills in its form; if it is only the form's target, mend `goto`",
        13: "login_password_field: the form is sent by Enter, since the file names no button",
        15: "test_url: proves the sign-in: this page must show the body, and not what not_logged_in_xpath finds",
    }


def test_the_comment_holds_every_note_and_the_file_can_be_read() -> None:
    found = of(WHOLE)
    text = write_site(site(found), comment_of("gazette.example.txt", found.notes))
    assert read_site(text.encode(), "x.yml") == found.site
    for note in found.notes:
        assert f"# - {note}\n" in text
    assert text.startswith("# Made from gazette.example.txt by `newsbot sites import-ftr`.")


PAGE = view_of_html(
    "<html><body><h1>First</h1><h2>Second</h2><p>a</p><p>b</p><div>c</div><time datetime=2026-01-02></time></body>", "u"
).root


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["//h1", "//h2"], ["First"]),
        (["//h3", "//h2"], ["Second"]),
        (["//h3", "//h4 | //h2", "//h1"], ["Second"]),
        (["//h3", "(//p)[1]", "//p"], ["a"]),
        (["//h3", "//p[not(@x)]", "//div"], ["a", "b"]),
        (["//h3", "//time/@datetime"], ["2026-01-02"]),
    ],
)
def test_what_is_given_twice_is_tried_in_its_order(lines: list[str], expected: list[str]) -> None:
    found = of("".join(f"author: {line}\n" for line in lines))
    assert found.notes == ()
    authors = site(found).selectors.authors
    assert PAGE is not None
    assert authors is not None
    assert select_texts(PAGE, authors) == expected


@pytest.mark.parametrize(
    ("lines", "kept", "said"),
    [
        (["substring-before(//title, ' |')", "//h1"], "substring-before(//title, ' |')", "only paths from the top"),
        (["//h1", "concat(//h2, '')"], "//h1", "only paths from the top"),
        (["//h1", "h2"], "//h1", "only paths from the top"),
        (["//h1", f"//h2[@class='{'x' * 460}']"], "//h1", "at most 500 characters"),
        (["//h1", "//h2[re:test(., 'x')]"], "//h1", "no function re:test()"),
    ],
)
def test_alternatives_that_cannot_be_joined_are_said(lines: list[str], kept: str, said: str) -> None:
    found = of("".join(f"title: {line}\n" for line in lines))
    assert xpath(site(found).selectors.headline) == kept
    assert said in notes(found)[2]


def test_a_date_of_change_is_none_of_publication() -> None:
    found = of("date: //time[@itemprop='dateModified']/@datetime\ndate: //time[@itemprop='datePublished']/@datetime\n")
    assert site(found).selectors.datePublished == "xpath://time[@itemprop='datePublished']/@datetime"
    assert site(found).selectors.dateModified == "xpath://time[@itemprop='dateModified']/@datetime"
    assert "carried as dateModified" in notes(found)[1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("single_page_link: //a", "looks for an article's other pages"),
        ("if_page_contains: //a", "looks for an article's other pages"),
        ("find_string: <x", "as it was sent"),
        ("replace_string(<noscript>): <div>", "as it was sent"),
        ("prune: no", "another reader"),
        ("test_contains: ferry", "for tests only"),
        ("frobnicate: yes", "does not know this directive"),
        ("no directive at all", "?: the line is no directive"),
        ("strip: //a/@href", "only elements can be removed"),
        ("strip: //p/text()", "only elements can be removed"),
        ("strip: //comment()", "only elements can be removed"),
        ("strip: count(//a)", "only elements can be removed"),
        ("strip: //a[", "not an XPath expression"),
        ("strip_id_or_class: ''", "it is no name"),
        ("body: //svg:path", "Undefined namespace prefix"),
    ],
)
def test_what_is_not_carried_is_said(line: str, said: str) -> None:
    found = of(f"title: //h1\n{line}\n")
    assert found.keys == ("selectors.headline",)
    assert said in notes(found)[2]


@pytest.mark.parametrize(
    "name", ["User-Agent", "user-agent", "Referer", "Cookie", "X-Forwarded-For", "Origin", "Sec-Fetch-Site"]
)
def test_posing_is_refused(name: str) -> None:
    found = of(f"title: //h1\nhttp_header({name}): Mozilla/5.0 (Crawlerbot hunter2)\n")
    assert notes(found)[2].startswith(f"http_header({name}): refused: newsbot does not pose")
    assert "Crawlerbot" not in write_site(site(found), comment_of("x", found.notes))


def test_other_headers_are_left_out() -> None:
    assert notes(of("title: //h1\nhttp_header(accept-language): de\n"))[2].endswith("a site file sets no headers")


def test_no_value_that_may_be_secret_is_repeated() -> None:
    extra = "login_extra_fields: pin=hunter2\nlogin_extra_fields: hunter3\nhttp_header(cookie): sid=hunter2\n"
    found = of(WHOLE + extra)
    text = write_site(site(found), comment_of("x", found.notes))
    assert "login_extra_fields: pin: the page sends its hidden fields" in notes(found)[16]
    assert "hunter2" not in text + repr(found)


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("requires_login", "does not say `requires_login: yes`"),
        ("login_uri", "login_uri is missing: no login was made"),
        ("login_password_field", "login_password_field is missing: no login was made"),
        ("not_logged_in_xpath", "(not_logged_in_xpath is missing): no login was made"),
        ("test_url", "(a test_url on the site is missing): no login was made"),
        ("body", "(a body is missing): no login was made"),
    ],
)
def test_without_a_part_of_it_no_login_is_made(without: str, said: str) -> None:
    lines = [line for line in WHOLE.splitlines() if not line.startswith(without)]
    found = of("\n".join(lines))
    assert site(found).login is None
    assert any(said in each for each in notes(found).values())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("requires_login: yes", "requires_login: no", "does not say `requires_login: yes`"),
        ("user[email]", 'user"]', "no name of a form's field"),
        ("https://www.gazette.example/login", "ftp://gazette.example/", "not a full http or https address"),
        ("https://www.gazette.example/login", "ftp://a:hunter2@gazette.example/", "not a full http or https address"),
        ("https://www.gazette.example/login", "https://a:hunter2@gazette.example/", "no user name or password"),
        (
            "https://www.gazette.example/login",
            "https://gazette.example/?password=hunter2",
            "gives a value for 'password'",
        ),
        ("https://www.gazette.example/2026/ferry", "https://other.example/", "a test_url on the site is missing"),
        ('//body[@class="anonymous"]', "//body[", "not an XPath expression"),
    ],
)
def test_a_login_that_cannot_be_is_not_made(before: str, after: str, said: str) -> None:
    found = of(WHOLE.replace(before, after))
    assert site(found).login is None
    told = "\n".join(notes(found).values())
    assert said in told
    assert "hunter2" not in told


def test_no_password_without_tls() -> None:
    found = of(WHOLE.replace("https://www.gazette.example/", "http://www.gazette.example/"))
    login = site(found).login
    assert login is not None
    assert {address.partition(":")[0] for address in login.addresses} == {"https"}
    assert any("carried with https" in note.why for note in found.notes)


def test_what_is_known_of_a_site_is_taken_along_and_goes_before() -> None:
    known = Site.model_validate(
        {
            "name": "The Gazette",
            "country": "gb",
            "url": "https://gazette.example/",
            "feeds": ["https://gazette.example/rss"],
            "selectors": {"headline": "css:h1", "remove": ["css:nav", "xpath://aside"]},
            "login": {"success": ["css:.in"]},
        }
    )
    found = site(of(WHOLE, base=known))
    assert (found.name, found.feeds, found.login) == (known.name, known.feeds, known.login)
    assert found.selectors.headline == "css:h1"
    assert found.selectors.articleBody == 'xpath://div[@id="story"]'
    assert found.selectors.remove[:3] == ("css:nav", "xpath://aside", "css:.share-bar, #share-bar")
    told = notes(of(WHOLE, base=known))
    assert "headline, which stays" in told[2]
    assert "its own login, which stays" in told[11]


def test_at_most_a_hundred_things_are_removed() -> None:
    found = of("".join(f"strip: //p[{number}]\n" for number in range(1, 104)))
    assert len(site(found).selectors.remove) == 100
    assert sorted(notes(found)) == [101, 102, 103]


@pytest.mark.parametrize("text", ["", "# nothing\n", "tidy: no\nprune: no\n", "\x00\x01\n\x85title"])
def test_a_file_without_anything_makes_no_site(text: str) -> None:
    assert of(text).site is None


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("gazette.example.txt", "gazette.example"),
        ("www.Gazette.example.txt", "gazette.example"),
        (".gazette.example.txt", "gazette.example"),
        ("bücher.example.txt", "xn--bcher-kva.example"),
        ("README.txt", ""),
        ("a b.example.txt", ""),
        ("user@gazette.example.txt", ""),
        ("a.example:80.txt", ""),
        (".txt", ""),
        ("\u200b.a.txt", ""),
    ],
)
def test_the_host_is_in_the_name(name: str, host: str) -> None:
    assert host_of_file(name) == host


def test_a_file_about_hosts_below_says_that_the_site_is_wider() -> None:
    found = carry(".gazette.example.txt", "title: //h1\n")
    assert site(found).bare_hosts == {"gazette.example"}
    assert "about the hosts below gazette.example only" in notes(found)[0]


def test_the_front_page_is_on_the_host_of_the_tests() -> None:
    assert bare_site("a.example", "test_url: http://www.a.example/1\n").url == "https://www.a.example/"
    assert bare_site("a.example", "test_url: http://other.example/1\ntest_url: sec://a\n").url == "https://a.example/"


def test_a_long_comment_ends() -> None:
    found = of("title: //h1\n" + "frobnicate: x\n" * 1000)
    text = write_site(site(found), comment_of("a.txt", found.notes, longest=2000))
    assert len(text) < 2500
    assert "# … and 9" in text
