"""`newsbot sessions` in a process of its own, against a real server; and a search for secrets in all that it leaves."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from newsbot.config import read_config
from newsbot.errors import FailedStep, SignInRefused
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.vault import open_vault
from tests.e2e.process import NEWSBOT, Command, Done, run_many, without_traceback
from tests.e2e.servers import Asked, Reply, Server, to

SID = "s3cr3t-session-of-the-reader"
RENEWED = "s3cr3t-renewed-by-the-server"
TOKEN = "s3cr3t-token-in-local-storage"
AGENT = "Mozilla/5.0 (of the browser that signed in)"
SECRETS = (SID, RENEWED, TOKEN)
ACCOUNT = b'<!DOCTYPE html><html lang="en"><title>Account</title><p id="email">reader@paper.example</p></html>'
ANONYMOUS = b'<!DOCTYPE html><html lang="en"><title>Account</title><p>Nobody is signed in here.</p></html>'


def account(asked: Asked) -> Reply:
    """The page of the account, for who has the session; the others are sent to the sign-in."""
    return Reply(ACCOUNT) if f"sid={SID}" in asked.cookie else to("/login?then=/account&ticket=s3cr3t-ticket")


@pytest.fixture
def paper() -> Iterator[Server]:
    routes = {"/account": account, "/login": Reply(b"<title>Sign in</title><input type=password>")}
    with Server({**routes, "/robots.txt": Reply(b"User-agent: *\nDisallow: /\n", "text/plain")}) as server:
        yield server


def write_site(server: Server, environment: dict[str, str], name: str = "paper") -> None:
    folder = Path(environment["NEWSBOT_SITES"])
    folder.mkdir(exist_ok=True)
    login = f"login:\n  start: {server.url}/login\n  credentials: [password]\n  steps:\n    - fill: css:input\n"
    login += "      with: password\n  success: ['css:#email']\n  loggedOut: [css:a.login]\n"
    login += f"  verify:\n    url: {server.url}/account\n    shows: ['css:#email']\n"
    (folder / f"{name}.yml").write_text(f"name: {name}\nurl: {server.url}/\npoliteness: {{delay: 0}}\n{login}")


def state(value: str = SID, host: str = "127.0.0.1", **own: Any) -> str:
    cookie = {"name": "sid", "value": value, "domain": host, "path": "/", "expires": -1, "httpOnly": True}
    until = {**cookie, "name": "until", "expires": (datetime.now(UTC) + timedelta(days=3, minutes=1)).timestamp()}
    ad = {**cookie, "name": "ad", "domain": ".ads.example"}
    origins = [{"origin": f"http://{host}", "localStorage": [{"name": "auth", "value": TOKEN}]}]
    written = {"cookies": [cookie, until, ad], "origins": origins}
    return json.dumps({**written, "newsbot": own} if own else written)


def keep(environment: dict[str, str], site: str, **own: Any) -> None:
    """Save a session, as `newsbot sessions import` does it, without a process for it."""
    vault = open_vault(read_config(environment))
    vault.import_state(site, state(**own), frozenset({"127.0.0.1"}), datetime.now(UTC))


def kept(environment: dict[str, str], site: str = "paper") -> SavedSession | None:
    return open_vault(read_config(environment)).load(site)


def saved(environment: dict[str, str]) -> list[str]:
    return open_vault(read_config(environment)).names()


def checked(newsbot: Command, *sites: str, **variables: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = without_traceback(newsbot("sessions", "check", *sites, "--json", **variables))
    nothing_of(done)
    return done.returncode, {each["site"]: each for each in json.loads(done.stdout)}


def many(environment: dict[str, str], *commands: tuple[str, ...]) -> list[Done]:
    """Run `newsbot sessions` with each of these words, in one process."""
    return [without_traceback(done) for done in run_many([["sessions", *words] for words in commands], environment)]


def nothing_of(done: Done, secrets: tuple[str, ...] = SECRETS) -> Done:
    for secret in secrets:
        assert secret not in done.stdout + done.stderr
    return done


# ── list ──


def test_nothing_is_saved(environment: dict[str, str]) -> None:
    listed, empty, checked, forgotten = many(
        environment, ("list", "--json"), ("list",), ("check",), ("forget", "--all")
    )
    assert json.loads(listed.stdout) == []
    assert "newsbot login SITE" in empty.said
    assert {done.returncode for done in (listed, empty, checked, forgotten)} == {0}
    assert not Path(environment["NEWSBOT_DATA"]).exists(), "looking makes nothing"


def test_list_tells_everything_but_a_value(environment: dict[str, str]) -> None:
    ago = datetime.now(UTC) - timedelta(days=2)
    proved = {"provedAt": (ago + timedelta(days=1)).isoformat(), "proof": "it shows css:#email"}
    keep(environment, "paper", signedInAt=ago.isoformat(), madeBy="newsbot login", userAgent=AGENT, **proved)
    shown, as_json = (nothing_of(done, (*SECRETS, AGENT)) for done in many(environment, ("list",), ("list", "--json")))
    for words in ("paper", "2 days", "in 3 days", "1 day ago: it shows css:#email", "newsbot login", "bound to it"):
        assert words in shown.stdout
    (row,) = json.loads(as_json.stdout)
    assert (row["site"], row["madeBy"], row["proof"]) == ("paper", "newsbot login", "it shows css:#email")
    assert (row["userAgentBound"], row["cookies"], row["stale"], row["problem"]) == (True, 2, False, None)
    assert row["age"] // 3600 == 48
    assert row["expires"]["earliest"] == row["expires"]["latest"] is not None
    assert datetime.fromisoformat(row["provedAt"]) > datetime.fromisoformat(row["signedInAt"])


def test_list_of_what_cannot_be_opened(environment: dict[str, str]) -> None:
    keep(environment, "paper")
    (Path(environment["NEWSBOT_DATA"]) / "vault" / "broken.session").write_bytes(b"noise")
    commands = [("list",), ("list", "--json"), ("forget", "broken", "--yes"), ("list",)]
    shown, as_json, forgotten, after = many(environment, *commands)
    assert (shown.returncode, "cannot be opened" in shown.stdout) == (1, True)
    assert "newsbot sessions forget broken" in shown.said
    rows = {row["site"]: row["problem"] for row in json.loads(as_json.stdout)}
    assert rows["paper"] is None
    assert "damaged" in rows["broken"]
    assert (forgotten.returncode, after.returncode) == (0, 0)


# ── check ──


def test_check_proves_a_session_and_notes_it(newsbot: Command, environment: dict[str, str], paper: Server) -> None:
    """By the command line alone. robots.txt speaks of crawling: it does not keep owners from their account."""
    write_site(paper, environment)
    taken = nothing_of(without_traceback(newsbot("sessions", "import", f"{paper.url}/a/page", "-", stdin=state())))
    assert taken.returncode == 0, taken.stderr
    code, found = checked(newsbot)
    assert (code, found) == (0, {"paper": {"site": "paper", "signedIn": True, "why": "it shows css:#email"}})
    assert paper.asked.count("/account") == 1
    session = kept(environment)
    assert session is not None
    assert session.provedAt is not None
    assert datetime.now(UTC) - session.provedAt < timedelta(minutes=2)
    assert (session.proof, session.madeBy) == ("it shows css:#email", "import")


def test_check_of_a_session_that_is_over(newsbot: Command, environment: dict[str, str], paper: Server) -> None:
    write_site(paper, environment)
    keep(environment, "paper", value="gone")
    done = without_traceback(newsbot("sessions", "check", "paper"))
    assert (done.returncode, "signed out" in done.stdout) == (2, True)
    assert "leads to the sign-in" in done.stdout
    assert "s3cr3t" not in done.stdout + done.stderr, "addresses may hold tickets"
    assert paper.count("/login") == 0, "the sign-in page is not even asked for"
    assert kept(environment).provedAt is None
    assert "newsbot login SITE" in done.said


#: What the address of `verify` answers; whether somebody is signed in; and words of the reason.
ANSWERS: dict[str, tuple[Reply, bool | None, str]] = {
    "nobody": (Reply(ANONYMOUS), False, "nothing that `verify` names"),
    "unauthorized": (Reply(b"<p>no</p>", status=401), False, "401"),
    "link-to-sign-in": (Reply(ANONYMOUS.replace(b"</p>", b"<a class=login>Sign in</a></p>")), False, "css:a.login"),
    "forbidden": (Reply(b"<p>no</p>", status=403), None, "403"),
    "forbidden-but-shown": (Reply(ACCOUNT, status=403), True, "css:#email"),
    "missing": (Reply(b"", status=404), None, "404"),
    "moved-on-the-site": (to("/account/me"), True, "css:#email"),
    "sso": (to("https://sso.elsewhere.example/auth?ticket=s3cr3t"), False, "leads to the sign-in"),
    "away": (to("https://www.elsewhere.example/?ticket=s3cr3t"), None, "leads away"),
    "circle": (to("/account"), None, "without end"),
    "picture": (Reply(b"\0\x01\x02" * 50, type="image/png"), None, ""),
    "cut": (Reply(b"x" * 100, length=1000), None, "cut off"),
    "busy": (Reply(b"", status=503, headers=(("Retry-After", "3600"),)), None, "3600"),
}


@pytest.mark.slow
def test_check_tells_signed_out_from_cannot_tell(newsbot: Command, environment: dict[str, str]) -> None:
    with ExitStack() as stack:
        for name, (reply, _, _) in ANSWERS.items():
            server = stack.enter_context(Server({"/account": reply, "/account/me": Reply(ACCOUNT)}))
            write_site(server, environment, name)
            keep(environment, name)
        code, found = checked(newsbot)
    assert code == 2
    assert {name: each["signedIn"] for name, each in found.items()} == {
        name: signed_in for name, (_, signed_in, _) in ANSWERS.items()
    }
    for name, (_, _, why) in ANSWERS.items():
        assert why in found[name]["why"]
        assert "ticket" not in found[name]["why"]


def test_a_renewed_cookie_is_kept(newsbot: Command, environment: dict[str, str], paper: Server) -> None:
    """Many servers give a new one with every answer, and take the old one no more."""
    valid = [SID]

    def rotating(asked: Asked) -> Reply:
        if f"sid={valid[0]}" not in asked.cookie:
            return Reply(ANONYMOUS)
        valid[0] = f"{RENEWED}-{len(paper.asked)}"
        return Reply(ACCOUNT, headers=(("Set-Cookie", f"sid={valid[0]}; Path=/; HttpOnly"),))

    paper.routes["/account"] = rotating
    write_site(paper, environment)
    keep(environment, "paper")
    assert [checked(newsbot)[0] for _ in range(2)] == [0, 0]
    assert {each.value for each in kept(environment).cookies if each.name == "sid"} == {valid[0]}


@contextmanager
def bound(headers: dict[str, str], page: str) -> Iterator[str]:
    """A server that shows a page to whoever sends these headers, and refuses the others."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = all(self.headers.get(name) == value for name, value in headers.items())
            self.send_response(200 if known else 401)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode() if known else b"no")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join(5)


def test_a_token_and_the_user_agent_go_along(newsbot: Command, environment: dict[str, str]) -> None:
    page = '<!DOCTYPE html><title>Account</title><p id="email">reader</p>'
    with bound({"Authorization": f"Bearer {TOKEN}", "User-Agent": AGENT}, page) as url:
        (Path(environment["NEWSBOT_SITES"])).mkdir(exist_ok=True)
        session = "  session: {kind: bearer, userAgent: true, token: {storage: auth, paths: [/account]}}\n"
        login = f"login:\n  verify: {{url: '{url}/account', shows: ['css:#email']}}\n{session}"
        (Path(environment["NEWSBOT_SITES"]) / "paper.yml").write_text(f"name: paper\nurl: {url}/\n{login}")
        keep(environment, "paper", userAgent=AGENT)
        assert checked(newsbot)[0] == 0


def test_check_of_sites_that_cannot_be_asked(newsbot: Command, environment: dict[str, str], paper: Server) -> None:
    write_site(paper, environment)
    folder = Path(environment["NEWSBOT_SITES"])
    (folder / "bare.yml").write_text("name: bare\nurl: https://bare.example/\n")
    for name in ("paper", "bare", "fileless"):
        keep(environment, name)
    code, found = checked(newsbot)
    assert (code, {name: each["signedIn"] for name, each in found.items()}) == (
        2,
        {"paper": True, "bare": None, "fileless": None},
    )
    assert "login.verify" in found["bare"]["why"]
    unknown, forgotten = many(environment, ("check", "der-standard", "--json"), ("forget", "fileless", "--yes"))
    (row,) = json.loads(unknown.stdout)
    assert (unknown.returncode, row["signedIn"]) == (2, False)
    assert "newsbot login der-standard" in row["why"]
    assert forgotten.returncode == 0, "what has no site file can be forgotten all the same"


def test_sites_are_called_by_a_file_that_lies_anywhere(
    newsbot: Command, environment: dict[str, str], paper: Server, tmp_path: Path
) -> None:
    """`newsbot login` takes it, and so do all that look after its session."""
    write_site(paper, environment)
    file = str((Path(environment["NEWSBOT_SITES"]) / "paper.yml").rename(tmp_path / "mine.yml"))
    keep(environment, "paper")
    code, found = checked(newsbot, file)
    assert (code, found["paper"]["signedIn"]) == (0, True)
    out = str(tmp_path / "state.json")
    done = many(environment, ("export", file, out), ("forget", file, "--yes"), ("import", file, out))
    assert [each.returncode for each in done] == [0, 0, 0]
    assert saved(environment) == ["paper"]


def test_a_new_session_ends_a_refusal(environment: dict[str, str], paper: Server, tmp_path: Path) -> None:
    write_site(paper, environment)
    (tmp_path / "state.json").write_text(state())
    refusals = Refusals(open_vault(read_config(environment), {}))
    where = FailedStep("paper", 1, "step 1 of 1", "", "", None)
    refusals.note("paper", SignInRefused(where, "was refused", ""), None, datetime.now(UTC))
    (done,) = many(environment, ("import", "paper", str(tmp_path / "state.json")))
    assert (done.returncode, refusals.names()) == (0, [])


def test_another_key_changes_nothing(environment: dict[str, str], paper: Server) -> None:
    write_site(paper, environment)
    keep(environment, "paper")
    path = Path(environment["NEWSBOT_DATA"]) / "vault" / "paper.session"
    before = path.read_bytes()
    other = {**environment, "NEWSBOT_VAULT_KEY": "ab" * 32}
    (file := path.parent.parent.parent / "state.json").write_text(state())
    check, listed, taken = many(other, ("check", "--json"), ("list",), ("import", "paper", str(file)))
    (row,) = json.loads(check.stdout)
    assert (check.returncode, row["signedIn"], "another key" in row["why"]) == (2, None, True)
    assert (listed.returncode, taken.returncode, "another key" in taken.said) == (1, 1, True)
    assert path.read_bytes() == before


def test_no_cookie_goes_to_another_host(newsbot: Command, environment: dict[str, str], paper: Server) -> None:
    with Server({"/account": Reply(ACCOUNT)}) as elsewhere:
        paper.routes["/account"] = to(f"{elsewhere.url}/account")
        write_site(paper, environment)
        keep(environment, "paper")
        code, found = checked(newsbot, "paper")
        assert (code, found["paper"]["signedIn"], elsewhere.asked) == (2, None, [])


# ── export and import ──


def test_export_and_import(environment: dict[str, str], paper: Server, tmp_path: Path) -> None:
    write_site(paper, environment)
    keep(environment, "paper")
    file = tmp_path / "state.json"
    export = ("export", "paper", str(file))
    done, again, over = many(environment, export, export, (*export, "--force"))
    assert (done.returncode, stat.S_IMODE(file.stat().st_mode)) == (0, 0o600)
    assert "key to your account" in nothing_of(done).said
    written = json.loads(file.read_text())
    assert {each["name"]: each["value"] for each in written["cookies"]}["sid"] == SID
    assert "ads.example" not in file.read_text()
    assert (again.returncode, "--force" in again.said, over.returncode) == (1, True, 0)
    session = kept(environment)
    file.chmod(0o644)
    gone, back = many(environment, ("forget", "paper", "--yes"), ("import", "paper", str(file)))
    assert (gone.returncode, back.returncode, "Others can read" in nothing_of(back).said) == (0, 0, True)
    assert kept(environment) == session


def test_export_through_a_pipe(newsbot: Command, environment: dict[str, str], paper: Server) -> None:
    write_site(paper, environment)
    keep(environment, "paper")
    done = newsbot("sessions", "export", "paper", "-")
    assert json.loads(done.stdout)["newsbot"]["site"] == "paper"
    other = without_traceback(newsbot("sessions", "import", "der-standard", "-", stdin=done.stdout))
    assert (other.returncode, "session of paper" in other.said) == (1, True)


def test_the_key_is_told_once(environment: dict[str, str], paper: Server, tmp_path: Path) -> None:
    write_site(paper, environment)
    (tmp_path / "state.json").write_text(state())
    first, second = many(environment, *[("import", "paper", str(tmp_path / "state.json"))] * 2)
    assert ("vault.key" in first.said, "vault.key" in second.said) == (True, False)


BAD = {
    "not JSON: s3cr3t": "not JSON",
    "{}": "neither",
    state(host="elsewhere.example"): "elsewhere.example",
    json.dumps({"cookies": [], "origins": []}): "holds nothing",
}


def test_what_cannot_be_imported(environment: dict[str, str], paper: Server, tmp_path: Path) -> None:
    write_site(paper, environment)
    files = {tmp_path / f"{number}.json": text for number, text in enumerate(BAD)}
    for file, text in files.items():
        file.write_text(text)
    for done, said in zip(
        many(environment, *(("import", "paper", str(file)) for file in files)), BAD.values(), strict=True
    ):
        assert (done.returncode, said in done.said, "fix:" in done.said) == (1, True, True), done.said
        nothing_of(done, ("s3cr3t",))
    assert saved(environment) == []


def test_wrong_usage(environment: dict[str, str], paper: Server, tmp_path: Path) -> None:
    write_site(paper, environment)
    keep(environment, "paper")
    wrong = {
        ("export", "der-standard", "x.json"): "newsbot login der-standard",
        ("export", "paper", str(tmp_path / "none" / "x.json")): "no such file",
        ("import", "paper", str(tmp_path / "none.json")): "no such file",
        ("import", "no such site", "-"): "no site file",
        ("check", "no such site"): "no site file",
        ("forget",): "--all",
        ("forget", "paper", "--all"): "--all",
        ("forget", "der-standard", "--yes"): "there are: paper",
        ("forget", "paper"): "--yes",
    }
    for done, said in zip(many(environment, *wrong), wrong.values(), strict=True):
        assert (done.returncode, said in done.said) == (1, True), done.said
    assert saved(environment) == ["paper"]


# ── forget ──


@pytest.mark.parametrize(("answer", "left"), [("y\n", []), ("n\n", ["paper"])])
def test_forget_asks_on_a_terminal(environment: dict[str, str], tmp_path: Path, answer: str, left: list[str]) -> None:
    keep(environment, "paper")
    ours, theirs = pty.openpty()
    words = [*NEWSBOT, "sessions", "forget", "paper"]
    process = subprocess.Popen(words, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path)
    os.write(ours, answer.encode())
    process.wait(60)
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "Forget the saved sessions of paper?" in said
    assert saved(environment) == left


def test_forget_all(environment: dict[str, str]) -> None:
    keep(environment, "paper")
    keep(environment, "other")
    (done,) = many(environment, ("forget", "--all", "--yes"))
    assert (done.returncode, "forgotten: paper" in done.said) == (0, True)
    assert not list((Path(environment["NEWSBOT_DATA"]) / "vault").iterdir())


# ── doctor, and what is left behind ──


def findings(environment: dict[str, str], **variables: str) -> dict[str, dict[str, str]]:
    (done,) = run_many([["doctor", "--json"]], {**environment, **variables})
    return {each["what"]: each for each in json.loads(nothing_of(done).stdout)}


def test_doctor_speaks_of_the_vault(environment: dict[str, str]) -> None:
    assert findings(environment)["saved sessions"]["saw"].startswith("none yet")
    keep(environment, "paper")
    found = findings(environment)["saved sessions"]
    assert (found["state"], found["saw"][:5], "vault.key" in found["saw"]) == ("ok", "1 in ", True)
    wrong = findings(environment, NEWSBOT_VAULT_KEY="ab" * 32)
    assert "ab" * 32 not in json.dumps(wrong), "the key itself may stand in the variable"
    assert wrong["saved sessions"]["state"] == "wrong"
    assert "another key" in wrong["saved sessions"]["saw"]
    assert wrong["saved sessions"]["cure"]
    elsewhere = {"NEWSBOT_VAULT": f"{environment['NEWSBOT_DATA']}/x", "NEWSBOT_VAULT_KEY": "short"}
    assert findings(environment, **elsewhere)["saved sessions"]["state"] == "wrong"


def test_no_secret_stands_anywhere_in_clear(
    newsbot: Command, environment: dict[str, str], paper: Server, tmp_path: Path
) -> None:
    """A whole round, signed in, renewed and signed out; then every file is searched."""
    answers = iter([Reply(ACCOUNT, headers=(("Set-Cookie", f"sid={RENEWED}; Path=/"),)), Reply(ANONYMOUS)])
    paper.routes["/account"] = lambda _: next(answers)
    write_site(paper, environment)
    (tmp_path / "state.json").write_text(state())
    for done in (
        *many(environment, ("import", "paper", str(tmp_path / "state.json")), ("list",)),
        newsbot("sessions", "check", "--json"),
        *many(environment, ("export", "paper", str(tmp_path / "renewed.json")), ("list", "--json")),
        newsbot("sessions", "check"),
    ):
        nothing_of(without_traceback(done))
    assert RENEWED in (tmp_path / "renewed.json").read_text(), "else the search below would prove nothing"
    for given in tmp_path.glob("*.json"):
        given.unlink()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"paper.session", "vault.key", "newsbot.log"}
    for path in files:
        for secret in SECRETS:
            assert secret.encode() not in path.read_bytes(), path
