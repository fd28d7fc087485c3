"""The `login` part of a site file: what it means, and all its faults at once, each with its line, without a secret."""

import pytest

from newsbot.errors import FixSiteFile
from newsbot.sites.document import read_site, write_site
from newsbot.sites.login import Click, Code, Fill, Goto, Login, Press, Select, Wait
from newsbot.sites.model import Site

HEAD = "name: Paper\nurl: https://www.paper.example/\n"
WHOLE = (
    HEAD
    + """\
login:
  start: https://sso.example.net/
  credentials: [username, password, totp]
  consent: [css:#accept]
  steps:
    - goto: https://www.paper.example/login
    - fill: css:input[name=email]
      with: username
    - wait: css:input[name=password]
    - fill: xpath://input[@type='password']
      with: password
    - press: Enter
      on: css:input[name=password]
    - select: css:select#country
      option: no
    - code: css:#otp
      with: totp
    - click: css:button[type=submit]
  success: [css:.account, 'url:^https://www\\.paper\\.example/account', 'text:Signed in as', 'status:204']
  failure: [css:.error]
  verify: {url: https://www.paper.example/account, shows: [css:#email]}
  session:
    kind: bearer
    token: {storage: courier.token, prefix: 'Token ', paths: [/api/, /]}
    userAgent: true
  loggedOut: [css:a.login]
  teaser: [css:.wall]
"""
)


def read(text: str) -> Site:
    return read_site(text.encode(), "p.yml")


def login(text: str) -> Login:
    found = read(text).login
    assert found is not None
    return found


def faults(text: str) -> list[str]:
    with pytest.raises(FixSiteFile) as caught:
        read(text)
    return [str(fault).removeprefix("p.yml:") for fault in caught.value.faults]


def faults_of_login(lines: str) -> list[str]:
    """What is wrong with these lines below `login`, which is line 3, without the line of each."""
    body = "".join(f"  {line}\n" for line in lines.splitlines())
    proof = "" if "success" in lines or "verify" in lines else "  success: [css:.account]\n"
    return [each.partition(": ")[2] for each in faults(f"{HEAD}login:\n{body}{proof}")]


def faults_of_step(step: str) -> list[str]:
    body = "".join(f"    {line}\n" for line in step.splitlines())
    text = f"{HEAD}login:\n  start: https://x.example/\n  credentials: [username]\n  success: [css:b]\n  steps:\n"
    used = "    - fill: css:input\n      with: username\n"
    return [each.partition("login.steps #2")[2] for each in faults(text + used + body)]


def test_a_whole_recipe_is_read_in_its_kinds() -> None:
    found = login(WHOLE)
    assert [type(step) for step in found.steps] == [Goto, Fill, Wait, Fill, Press, Select, Code, Click]
    fill, code = found.steps[1], found.steps[6]
    assert isinstance(fill, Fill)
    assert isinstance(code, Code)
    assert (fill.fill, fill.credential, code.credential) == ("css:input[name=email]", "username", "totp")
    assert found.session.token is not None
    assert (found.session.token.header, found.session.token.prefix) == ("Authorization", "Token ")
    assert found.session.userAgent
    assert found.addresses == (
        "https://sso.example.net/",
        "https://www.paper.example/login",
        "https://www.paper.example/account",
    )


def test_what_is_written_is_what_was_read() -> None:
    site = read(WHOLE)
    text = write_site(site)
    assert read(text) == site
    assert "      with: username\n" in text
    assert "header" not in text, "defaults are left out"
    assert Site.model_validate(site.model_dump()) == site


def test_the_defaults() -> None:
    assert read(HEAD).login is None
    smallest = login(HEAD + "login: {success: [css:.account]}\n")
    assert smallest.steps == smallest.credentials == smallest.teaser == ()
    assert (smallest.session.kind, smallest.session.userAgent) == ("cookies", False)
    assert smallest.addresses == ()


def test_every_fault_is_reported_at_once_with_its_line() -> None:
    text = (
        HEAD
        + """\
country: uk
login:
  start: http://www.paper.example/
  credentials: [username, password]
  consent: ['css:a:contains("x")']
  steps:
    - goto: https://www.paper.example/login
    - fill: css:input
      with: password
      wth: x
    - clik: css:b
    - fill: css:[
      with: username
    - press: Entr
  success: [nothing]
  session: {kind: bearer, tokn: x}
  verify: {url: https://www.paper.example/}
  teser: [css:b]
expect: {articlesPerDay: {min: 3, mx: 1}}
"""
    )
    said = faults(text)
    assert [int(each.split(":")[0]) for each in said] == [3, 5, 7, 12, 13, 14, 16, 17, 18, 18, 19, 20, 21]
    for each, part in zip(
        said,
        [
            "country: 'uk'",
            "login.start: an address of a recipe begins with https://",
            "login.consent #1: browsers know neither :contains()",
            "login.steps #2.wth: unknown key; did you mean with?",
            "login.steps #3: no such step; did you mean click?",
            "login.steps #4.fill: not a CSS selector",
            "login.steps #5.press: 'Entr' is none of",
            "login.success #1: a predicate starts with what it looks at",
            "login.session.t",
            "login.session.t",
            "login.verify.shows: is missing",
            "login.teser: unknown key; did you mean teaser?",
            "expect.articlesPerDay.mx: unknown key; known here: min",
        ],
        strict=True,
    ):
        assert part in each


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        (
            "- fill: css:input\n  with: hunter2",
            ".with: this is none of the names in login.credentials (us",
        ),
        (
            "- fill: css:input\n  with: usrname",
            ".with: this is none of the names in login.credentials (us",
        ),
        (
            "- fill: css:input\n  value: hunter2",
            ": a recipe holds no values: give the name of a credential",
        ),
        ("- fill: css:input\n  with: username\n  password: hunter2", ": a recipe holds no values"),
        ("- code: css:input\n  secret: hunter2", ": a recipe holds no values"),
        ("- fill: css:input\n  hunter2: x", ".with: is missing"),
        ("- fill: {css:input: hunter2}\n  with: username", ".fill: a text is expected here"),
        ("- fill: css:input\n  with: [hunter2]", ".with: a text is expected here"),
        ("- goto: https://x.example/?user=a&password=hunter2", ".goto: the address gives a value for 'password'"),
        ("- goto: https://x.example/?access_token=hunter2", ".goto: the address gives a value for 'access_token'"),
        ("- goto: https://ann:hunter2@x.example/", ".goto: a URL in a site file holds no user name or password"),
    ],
)
def test_a_literal_is_refused_and_never_repeated(step: str, fault: str) -> None:
    said = faults_of_step(step)
    assert said[0].startswith(fault)
    assert "hunter2" not in "".join(said).replace(".hunter2: unknown key", "")


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("- css:button", ": a step is a key and its value"),
        ("- {}", ": a step is one of goto, fill"),
        ("- click: css:b\n  wait: css:c", ": click and wait are 2 steps; put a dash before each"),
        ("- click: xpath://a/@href", ".click: a step needs an element"),
        ("- click: xpath://a/text()", ".click: a step needs an element"),
        ("- click: xpath:count(//a)", ".click: a step needs an element"),
        ("- click: text:Sign in", ".click: a selector starts with its language"),
        ("- click: css:a[b!=c]", ".click: browsers know neither"),
        ("- press: a", ".press: 'a' is none of"),
        ("- press: Enter\n  onn: css:b", ".onn: unknown key; did you mean on?"),
        ("- select: css:select", ".option: is missing"),
        ("- goto: /login", ".goto: '/login' is not a full http or https address"),
        ("- wait: ''", ".wait: nothing is given"),
    ],
)
def test_what_is_no_step(step: str, fault: str) -> None:
    assert faults_of_step(step)[0].startswith(fault)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("loggedOut: [css:a]\nverify:", "login.verify: nothing is given"),
        ("success: []", "login.verify: nothing says how a sign-in is known to have worked"),
        ("steps: [{click: css:a}]", "login.steps: nothing says which page to begin with"),
        (
            "credentials: [a, b]\nsteps: [{goto: https://x.example/}, {fill: css:i, with: a}]",
            "login.steps: no step uses b",
        ),
        ("credentials: [username]", "login.steps: no step uses username"),
        ("credentials: [a b]", "login.credentials #1: "),
        ("credentials: {username: ann}", "login.credentials: a list is expected"),
        ("credentials: [a, a]", "login.credentials: named twice: a"),
        ("session: {kind: bearer}", "login.session.token: is missing"),
        ("session: {token: {storage: a}}", "login.session.token: is sent for `kind: bearer` only"),
        ("session: {kind: bearer, token: {storage: a, header: Cookie}}", "login.session.token.header: a token is not"),
        (
            "session: {kind: bearer, token: {storage: a, header: X-Forwarded-For}}",
            "login.session.token.header: a token",
        ),
        ("session: {kind: bearer, token: {storage: a, paths: [api]}}", "login.session.token.paths #1: "),
        (
            "session: {kind: bearer, token: {storage: a, prefix: eyJhbGciOiJIUzI1NiJ9.e30}}",
            "login.session.token.pre",
        ),
        ("session: {userAgent: perhaps}", "login.session.userAgent: "),
        ("teaser: [css:a, css:a]", "login.teaser: named twice"),
        ("fetch: render", "login.fetch: "),
    ],
)
def test_what_does_not_fit_together(lines: str, fault: str) -> None:
    assert any(each.startswith(fault) for each in faults_of_login(lines)), faults_of_login(lines)


def test_a_login_that_is_no_mapping() -> None:
    assert faults(HEAD + "login: yes\n") == ["3: login: keys are expected here, each on an indented line of its own"]


@pytest.mark.parametrize(
    ("url", "address", "is_well"),
    [
        ("https://www.paper.example/", "https://sso.example.net/", True),
        ("https://www.paper.example/", "http://www.paper.example/login", False),
        ("http://www.paper.example/", "http://www.paper.example/login", False),
        ("http://127.0.0.1:8099/", "http://127.0.0.1:8099/login", True),
        ("http://127.0.0.1:8099/", "http://127.0.0.1:8100/login", False),
        ("http://localhost:8099/", "http://localhost:8099/login", True),
        ("http://[::1]:8099/", "http://[::1]:8099/login", True),
        ("https://www.paper.example/", "http://localhost/login", False),
    ],
)
def test_secrets_are_sent_over_tls_or_within_this_computer(url: str, address: str, is_well: bool) -> None:
    text = f"name: Paper\nurl: {url}\nlogin:\n  start: {address}\n  success: [css:b]\n"
    if is_well:
        assert login(text).start == address
    else:
        assert faults(text)[0].startswith("4: login.start: an address of a recipe begins with https://")


def test_faults_of_the_site_do_not_hide_those_of_its_login() -> None:
    said = faults("name: Paper\nurl: nowhere\nlogin:\n  start: http://x.example/\n  teaser: [b]\n  success: [css:b]\n")
    assert [each.split(":")[0] for each in said] == ["2", "4", "5"]
