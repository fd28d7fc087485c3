"""Laws of site files: whatever is read gives a Site or FixSiteFile, and whatever is written can be read."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsbot.errors import Fault, FixArgument, FixSiteFile
from newsbot.sites.catalog import load_site
from newsbot.sites.document import read_site, write_site
from newsbot.sites.model import Site, fold_name, slugify
from newsbot.sites.selectors import compile_selector
from newsbot.sites.tree import read_tree
from newsbot.sites.values import compile_pattern, format_duration, parse_duration

#: The machine may be busy with other tests.
unhurried = settings(deadline=None)

KEYS = st.sampled_from(
    [
        *Site.model_fields,
        *("match", "never", "headline", "remove", "every", "quiet", "filled", "min", "feedz"),
        *("steps", "goto", "fill", "with", "success", "verify", "session", "token", "credentials"),
    ]
)
WORDS = st.sampled_from(
    [
        "no",
        "uk",
        "https://www.example.com/",
        "[",
        "css:h1",
        "15m",
        "23:00-05:00",
        "~",
        "*a",
        "&a b",
        "!x y",
        "'",
        "1.0",
        "",
        "{",
        "-",
    ]
)
YAML = st.recursive(
    st.one_of(WORDS, st.text(max_size=12)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYS, WORDS), inner, max_size=4)),
    max_leaves=12,
)

HOSTS = st.from_regex(r"[a-z]{1,8}\.(?:com|example|co\.uk)(?::[1-9][0-9]{3})?", fullmatch=True)
PATHS = st.from_regex(r"(?:/[a-zA-Z0-9~._ü%-]{0,6}){0,3}(?:\?[a-z]=[0-9é]{0,3})?", fullmatch=True)
URLS = st.builds("https://{}{}".format, HOSTS, PATHS)
NAMES = st.text(min_size=1, max_size=40).map(str.strip).filter(lambda name: bool(name) and name.isprintable())
PATTERNS = st.sampled_from(
    [r"^/story/\d+", "a: b", "# x", "'", '"\\s', "[?&]id=", "é", r"^https?://x\.", "- a", "{x", " x ", "~", "1"]
)
SELECTORS = st.sampled_from(["css:h1", "css:a[href*=':']", "xpath://p[contains(., '# \"x\": y')]", "css: .a > b"])
SHARES = st.floats(0, 1)
PREDICATES = st.sampled_from(
    ["css:a.log-out", "xpath:not(//a[@id='in'])", "url:^https://x\\.example/a: b", "text:# 'Signed in'", "status:403"]
)
STEPS = st.lists(
    st.sampled_from(
        [
            {"goto": "https://login.example/?next=/"},
            {"fill": "css:input[name=email]", "with": "username"},
            {"fill": "xpath://input[@type='password']", "with": "password"},
            {"click": "css:button"},
            {"press": "Enter"},
            {"press": "Tab", "on": "css:#a"},
            {"select": "css:select", "option": "no"},
            {"wait": "css:form"},
            {"code": "css:#otp", "with": "password"},
        ]
    ),
    max_size=6,
)


def unique(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(values, max_size=3, unique=True)


@st.composite
def logins(draw: st.DrawFn) -> dict[str, object]:
    steps = draw(STEPS)
    names = list(dict.fromkeys(step["with"] for step in steps if "with" in step))
    token = {"storage": "auth.token", "prefix": "JWT ", "paths": ["/api/"]}
    session = st.sampled_from([{}, {"userAgent": True}, {"kind": "bearer", "token": token}])
    optional = {key: unique(PREDICATES) for key in ("failure", "loggedOut", "teaser")}
    more = st.fixed_dictionaries({}, optional={**optional, "session": session})
    fixed = {"start": "https://login.example/", "credentials": names, "steps": steps, "success": ["css:#in"]}
    return {**fixed, **draw(more)}


@st.composite
def sites(draw: st.DrawFn) -> Site:
    host, others = draw(HOSTS), draw(unique(HOSTS))
    optional = {
        "country": st.sampled_from(["no", "at", "gb"]),
        "languages": unique(st.sampled_from(["no", "de", "pt-BR", "zh-Hant"])),
        "hosts": st.just(list(dict.fromkeys([host, *others]))),
        "feeds": unique(URLS),
        "newsSitemaps": unique(URLS),
        "sitemaps": unique(URLS),
        "sections": unique(st.builds(f"https://{host}{{}}".format, PATHS)),
        "articles": st.fixed_dictionaries({}, optional={"match": unique(PATTERNS), "never": unique(PATTERNS)}),
        "selectors": st.fixed_dictionaries({}, optional={"headline": SELECTORS, "remove": unique(SELECTORS)}),
        "politeness": st.fixed_dictionaries(
            {},
            optional={
                "delay": st.floats(0, 3600),
                "requestsPerDay": st.integers(1, 10**6),
                "bytesPerDay": st.integers(10**5, 10**12),
                "concurrency": st.integers(1, 16),
            },
        ),
        "schedule": st.fixed_dictionaries(
            {},
            optional={
                "every": st.integers(60, 30 * 86_400).map("{}s".format),
                "quiet": st.just("23:00-05:00"),
                "cron": st.just("*/10 * * * 1-5"),
                "timezone": st.just("Europe/Vienna"),
            },
        ),
        "access": st.fixed_dictionaries(
            {},
            optional={
                "model": st.sampled_from(["free", "unknown"]),
                "gatedText": st.just("keep"),
                "lockedWhen": unique(SELECTORS),
            },
        ),
        "fetch": st.sampled_from(["http", "browser", "render"]),
        "login": logins(),
        "expect": st.fixed_dictionaries(
            {},
            optional={
                "articlesPerDay": st.fixed_dictionaries({"min": st.integers(0, 9)}),
                "filled": st.fixed_dictionaries({}, optional={"headline": SHARES, "authors": SHARES}),
                "teaserShare": st.fixed_dictionaries({"max": SHARES}),
            },
        ),
    }
    keys = draw(st.fixed_dictionaries({"name": NAMES, "url": st.just(f"https://www.{host}/")}, optional=optional))
    return Site.model_validate(keys)


def reads_or_says_why(data: bytes) -> None:
    faults: list[Fault] | None = None
    try:
        read_site(data, "x.yml")
    except FixSiteFile as error:
        faults = error.faults
    lines = len(data.decode(errors="replace").splitlines()) + 1
    assert faults is None or faults
    assert all(fault.why and 1 <= fault.line <= lines for fault in faults or ())


@unhurried
@given(st.binary(max_size=300))
@example(b"\x00")
@example(b"\xef\xbb\xbf")
@example(b"%YAML 9.9\n---\na: b")
def test_any_bytes_are_a_site_or_a_fault(data: bytes) -> None:
    reads_or_says_why(data)


@unhurried
@given(st.text(max_size=300))
@example("name: \ud800")
@example("? \n? \n")
@example("a: |\n \tb\n--- x\n...\n%")
@example("<<: {a: b}")
def test_any_text_is_a_site_or_a_fault(text: str) -> None:
    reads_or_says_why(text.encode("utf-8", "surrogatepass"))


def flow(value: object) -> str:
    """Nearly YAML: words are not quoted, so that all sorts of broken files come out too."""
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    return str(value)


@unhurried
@given(st.dictionaries(KEYS, YAML, max_size=6))
def test_anything_in_the_shape_of_a_site_file_is_a_site_or_a_fault(keys: dict[str, object]) -> None:
    reads_or_says_why(
        "\n".join(f"{key}: {flow(value)}" for key, value in keys.items()).encode("utf-8", "surrogatepass")
    )


@unhurried
@given(sites(), st.text(alphabet="ab \n#'", max_size=12))
def test_what_is_written_is_read_as_it_was(site: Site, note: str) -> None:
    text = write_site(site, note)
    assert read_site(text.encode(), "x.yml") == site
    assert write_site(read_site(text.encode(), "x.yml"), note) == text


@unhurried
@given(sites())
def test_a_site_has_a_slug_that_is_a_file_name(site: Site) -> None:
    assert site.slug
    assert site.slug.isascii()
    assert set(site.slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not site.slug.startswith("-")


@unhurried
@given(st.text(max_size=40))
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    slug = slugify(text, german=True)
    assert slugify(slug, german=True) == slugify(slug, german=False) == slug
    assert fold_name(text) == fold_name(text.upper().lower()) or not text.isascii()


@unhurried
@given(st.text(max_size=60))
def test_anything_given_for_a_site_is_a_site_or_a_reason(what: str) -> None:
    with suppress(FixArgument, FixSiteFile):
        load_site(what)


@unhurried
@given(st.sampled_from(["css:", "xpath:"]), st.text(alphabet="abp*>~+.#[]='\":()@/|, \\0n-", max_size=30))
def test_any_selector_compiles_or_is_a_value_error(language: str, text: str) -> None:
    with suppress(ValueError):
        compile_selector(language + text)


@unhurried
@given(st.text(max_size=40))
def test_any_pattern_compiles_or_is_a_value_error(text: str) -> None:
    with suppress(ValueError):
        compile_pattern(text)


@unhurried
@given(st.integers(1, 9_999_999), st.sampled_from("smhd"))
def test_durations_are_read_as_they_are_written(number: int, unit: str) -> None:
    duration = parse_duration(f"{number}{unit}")
    assert isinstance(duration, timedelta)
    assert duration.total_seconds() % number == 0
    assert len(format_duration(duration)) <= len(f"{number}{unit}") or duration.days > 9_999_999
    assert parse_duration(format_duration(duration)) == duration


@unhurried
@given(st.text(max_size=200))
def test_reading_yaml_never_raises(text: str) -> None:
    read_tree(text)
