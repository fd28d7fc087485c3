"""Site files as text: every fault is named at once, with its line; what is written can be read."""

import time

import pytest

from newsbot.errors import FixSiteFile
from newsbot.sites.document import MAX_SIZE, read_site, write_site
from newsbot.sites.model import Site

SMALLEST = "name: Example Times\nurl: https://www.example.com/\n"


def read(text: str | bytes) -> Site:
    return read_site(text if isinstance(text, bytes) else text.encode(), "times.yml")


def faults(text: str | bytes) -> list[str]:
    """What is wrong, as `line: where: why`."""
    with pytest.raises(FixSiteFile) as caught:
        read(text)
    return [str(fault).removeprefix("times.yml:") for fault in caught.value.faults]


def test_the_smallest_file() -> None:
    assert read(SMALLEST) == Site(name="Example Times", url="https://www.example.com/")


def test_plain_words_mean_what_they_say() -> None:
    """YAML 1.1 would make false, 1380, 1843, a date and null of these."""
    site = read(
        "name: 1843\ncountry: no\nlanguages: [no]\nurl: https://a.no/\nschedule: {quiet: 23:00-05:00, every: 90m}\n"
    )
    assert (site.name, site.country, site.languages, site.schedule.quiet) == ("1843", "no", ("no",), "23:00-05:00")
    assert read("name: 2026-11-22\nurl: https://a.no/\n").name == "2026-11-22"
    assert read("name: null\nurl: https://a.no/\n").name == "null"


def test_every_fault_is_reported_at_once_with_its_line() -> None:
    text = """\
name: Example Times
nme: x
country: uk
languages:
  - de
  - jp
url: https://www.example.com/
newssitemaps: [https://www.example.com/s.xml]
feeds:
sections:
  - https://www.example.com/a
  - https://example.net/b
name: again
articles:
  match: ['[a']
  nevr: [b]
selectors:
  headline: h1
  body: css:p
politeness: {delay: soon, concurrency: 0}
access:
  model: freee
hosts: [https://www.example.com]
expect:
  filled: {headline: 2}
  articlesPerDay: 3
"""
    said = faults(text)
    assert [int(fault.split(":")[0]) for fault in said] == [2, 3, 6, 8, 9, 13, 15, 16, 18, 19, 20, 20, 22, 23, 25, 26]
    for line, part in [
        (0, "nme: unknown key; did you mean name?"),
        (1, "country: 'uk' is no country code of ISO 3166; did you mean gb?"),
        (2, "languages #2: 'jp'"),
        (3, "did you mean newsSitemaps?"),
        (4, "feeds: nothing is given"),
        (5, "name: given twice, first on line 1"),
        (6, "articles.match #1: not a regular expression"),
        (7, "articles.nevr: unknown key; did you mean never?"),
        (8, "selectors.headline: a selector starts with its language"),
        (9, "selectors.body: unknown key; did you mean articleBody?"),
        (10, "politeness."),
        (12, "access.model: 'freee' is none of"),
        (13, "hosts #1:"),
        (14, "expect.filled.headline: input should be less than or equal to 1"),
        (15, "expect.articlesPerDay: keys are expected here"),
    ]:
        assert part in said[line]
    assert said[12].endswith("did you mean free?")


def test_a_section_elsewhere_is_named_by_its_own_line() -> None:
    said = faults(SMALLEST + "sections:\n  - https://www.example.com/a\n  - https://example.net/b\n")
    assert len(said) == 1
    assert said[0].startswith("5: sections #2: https://example.net/b is not on the site's hosts")


def test_what_is_missing_is_said() -> None:
    assert faults("country: at\n") == ["1: name: is missing", "1: url: is missing"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1: the file is empty"),
        ("# only a comment\n", "1: the file is empty"),
        ("---\n", "1: the file is empty"),
        ("- a\n- b\n", "1: a site file holds keys"),
        ("just words\n", "1: a site file holds keys"),
        ("name: a: b\n", "1: this is not YAML: mapping values are not allowed in this context (put text that holds"),
        (SMALLEST + "feeds: [a\n", "4: this is not YAML: did not find expected"),
        (SMALLEST + "\tfeeds: a\n", "3: this is not YAML: found"),
        ('name: "a\n', "this is not YAML"),
        ("name: a\x07b\n", "1: this is not YAML"),
        (SMALLEST + "country: \x00\n", "3: this is not YAML"),
        (SMALLEST + "---\n" + SMALLEST, "a site file holds one document"),
        (SMALLEST + "feeds: &a [https://b.com/]\nsitemaps: *a\n", "3: feeds: anchors"),
        (SMALLEST + "sitemaps: *a\n", "3: sitemaps: anchors"),
        (SMALLEST + "country: !!python/object:os.system at\n", "3: country: tags"),
        (SMALLEST + "? [a, b]\n: c\n", "3: a key is a plain word"),
        (SMALLEST + "? {a: b}\n: [c, {d: e}]\nfeedz: []\n", "3: a key is a plain word"),
        (SMALLEST + "feeds: " + "[" * 40 + "]" * 40 + "\n", "3: nested too deeply"),
        (SMALLEST + "feeds: https://example.com/\n", "3: feeds: a list is expected"),
        (SMALLEST + "country: [at]\n", "3: country: a text is expected"),
        (SMALLEST + "articles: [a]\n", "3: articles: keys are expected"),
        (SMALLEST + "politeness: {requestsPerDay: 1.5}\n", "a whole number is expected"),
        (SMALLEST + "politeness: {delay: .inf}\n", "a number is expected"),
        (SMALLEST + "country: ''\n", "nothing is given"),
        (SMALLEST + "feeds:\n  - 'https://a.com/'\n  -\n", "5: feeds #2: nothing is given"),
    ],
)
def test_each_kind_of_fault(text: str, expected: str) -> None:
    assert any(expected in fault for fault in faults(text)), faults(text)


def test_the_faults_of_the_yaml_do_not_hide_those_of_the_values() -> None:
    said = faults("name: a\nurl: *b\ncountry: uk\nname: c\n")
    assert [fault.split(":")[:2] for fault in said] == [["2", " url"], ["3", " country"], ["4", " name"]]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("name: Zürich\n".encode("latin-1"), "1: byte 0xfc is not UTF-8"),
        (b"name: a\nurl: \xff\n", "2: byte 0xff is not UTF-8"),
        (SMALLEST.encode("utf-16"), "is not UTF-8"),
        (b"#" * (MAX_SIZE + 1), "1: a site file has at most 100,000 bytes"),
    ],
)
def test_bytes_that_cannot_be_read(data: bytes, expected: str) -> None:
    assert expected in faults(data)[0]


def test_windows_files_are_read() -> None:
    assert read(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode()) == read(SMALLEST)


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "[" * 99_000,
        "{a: " * 24_000,
        "- " * 49_000,
        "? " * 49_000,
        SMALLEST + "feeds: [" + "a," * 49_000 + "]",
        SMALLEST + "articles: {match: [" + "a," * 40_000 + "]}",
        "".join(f"k{number}: v\n" for number in range(9_000)),
    ],
    ids=["laughs", "lists", "mappings", "dashes", "keys", "items", "patterns", "unknown"],
)
def test_bombs_are_refused_quickly(bomb: str) -> None:
    before = time.process_time()
    assert faults(bomb[:MAX_SIZE])
    assert time.process_time() - before < 5, "something grows faster than the file"


def test_what_is_written_is_tidy() -> None:
    site = Site.model_validate(
        {
            "expect": {"filled": {"headline": 1}, "articlesPerDay": {"min": 3}},
            "schedule": {"every": "90m", "quiet": "23:00-05:00"},
            "articles": {"match": [r"^/a: \d", "#x"]},
            "hosts": ["example.no", "b.example"],
            "feeds": ["https://example.no/feed"],
            "url": "https://example.no/",
            "languages": ["no", "en"],
            "country": "no",
            "name": "Ærlig: «nei»",
        }
    )
    text = write_site(site, note="Found by hand.\n\nOn a Sunday.")
    assert (
        text
        == r"""# Found by hand.
#
# On a Sunday.
name: 'Ærlig: «nei»'
country: 'no'
languages: ['no', en]
url: https://example.no/
hosts: [example.no, b.example]
feeds:
  - https://example.no/feed
articles:
  match:
    - '^/a: \d'
    - '#x'
schedule:
  every: 90m
  quiet: 23:00-05:00
expect:
  articlesPerDay:
    min: 3
  filled:
    headline: 1.0
"""
    )
    assert read(text) == site


def test_defaults_are_left_out() -> None:
    assert write_site(read(SMALLEST + "access: {model: unknown}\nfeeds: []\n")) == SMALLEST
