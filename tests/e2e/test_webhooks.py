"""`newsbot webhooks`, and the webhooks of `newsbot serve`, as their owner has them; the processes are killed, too."""

from __future__ import annotations

import json
import signal
import stat
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest

from newsbot.publish.webhooks.book import Book
from newsbot.publish.webhooks.signing import key_of
from newsbot.store.opening import open_store
from tests.e2e.process import Command, Done, Running, run_many, without_traceback
from tests.newsbot.publish.api.serving import article, fill
from tests.processes import until
from tests.receiver import Got, Receiver, Reply, receiving

HERE = {"NEWSBOT_ALLOW_HOSTS": "127.0.0.1"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def hooks(environment: dict[str, str], uri: str) -> Callable[..., list[Done]]:
    """Runs some `newsbot webhooks …` in one process, each with the words of a line."""
    with open_store(uri) as store:
        fill(store)

    def go(*lines: str) -> list[Done]:
        told = {**environment, **HERE, "NEWSBOT_STORE": uri}
        return [without_traceback(each) for each in run_many([["webhooks", *line.split()] for line in lines], told)]

    return go


def test_a_webhook_from_its_beginning_to_its_end(
    hooks: Callable[..., list[Done]], receiver: Receiver, environment: dict[str, str]
) -> None:
    url = f"{receiver.url}?token=hunter2"
    added, listed, tested, sent, shown, again = hooks(
        f"add {url} --name desk --from beginning --articles listed",
        "list --json",
        "test desk",
        "send",
        "show desk",
        "send",
    )
    key = key_of(added.stdout.strip())
    assert key is not None
    assert "shown only now" in added.said
    assert "sent in clear" in added.said
    assert "vault.key" in added.said
    (facts,) = json.loads(listed.stdout)
    assert (facts["state"], facts["behind"], facts["url"]) == ("runs", 6, f"{receiver.url}?***")
    assert "it answered 204 (No Content)" in tested.stdout
    assert "6 delivered, 0 not taken." in sent.said
    assert "0 delivered" in again.said
    pinged, *told = receiver.got
    assert (pinged.type, pinged.id[:5]) == ("newsbot.ping", "ping-")
    assert [got.number for got in told] == [1, 2, 3, 4, 5, 6]
    assert all(got.signed_with(key) for got in receiver.got)
    everything = "".join(each.stdout + each.stderr for each in (listed, tested, sent, shown, again))
    assert "hunter2" not in everything
    assert "whsec_" not in everything
    file = Path(environment["NEWSBOT_DATA"]) / "webhooks.sqlite"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"whsec_" not in file.read_bytes()


@pytest.mark.slow
def test_dead_letters_are_shown_and_replayed(
    hooks: Callable[..., list[Done]], receiver: Receiver, environment: dict[str, str]
) -> None:
    receiver.reply = lambda got, before: 400 if got.number in {2, 3} else 200
    hooks(f"add {receiver.url} --name desk --from beginning")
    hooks("send")
    with Book(Path(environment["NEWSBOT_DATA"]) / "webhooks.sqlite") as book:
        for _ in range(2):
            book._change("desk", "attempts = 9, due = 0", [])  # nine tries, and the waits between them
            hooks("send")
    failed, listed, wrong, none, all_of_them = hooks(
        "failed --json", "failed desk", "replay desk 77", "replay desk", "replay desk --all"
    )
    assert [(each["number"], each["attempts"]) for each in json.loads(failed.stdout)] == [(2, 10), (3, 10)]
    assert "it answered 400 (Bad Request)" in listed.stdout
    assert (wrong.returncode, none.returncode) == (1, 1)
    assert "no dead letter of this number" in wrong.said
    assert all_of_them.returncode == 2
    assert "0 delivered, 2 not taken" in all_of_them.said
    receiver.reply = lambda got, before: 200
    receiver.got.clear()
    one, rest, left = hooks("replay desk 3", "replay desk --all", "failed")
    assert "1 delivered, 0 not taken." in one.said
    assert "1 delivered, 0 not taken." in rest.said
    assert receiver.numbers == [3, 2]
    assert "no dead letters" in left.said


def test_pausing_rotating_removing(hooks: Callable[..., list[Done]], receiver: Receiver) -> None:
    added, _, sent, listed, rotated, _, again = hooks(
        f"add {receiver.url} --name desk --from beginning",
        "pause desk",
        "send",
        "list",
        "rotate desk",
        "resume desk",
        "send",
    )
    assert "0 delivered" in sent.said
    assert listed.returncode == 2
    assert "its owner paused it" in listed.stdout
    assert "6 delivered" in again.said
    old, new = key_of(added.stdout.strip()), key_of(rotated.stdout.strip())
    assert old
    assert new
    assert old != new
    assert all(got.signed_with(old) and got.signed_with(new) for got in receiver.got)
    gone, empty, unknown = hooks("remove desk", "list", "show desk")
    assert gone.returncode == 0
    assert "no webhooks" in empty.said
    assert "There are: none." in unknown.said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("add ftp://www.example.com/x", "no http(s) address"),
        ("add http://user:hunter2@www.example.com/x", "a user and a password"),
        ("add http://169.254.169.254/latest", "not a public address"),
        ("add http://0x7f.1/x?key=hunter2", "not a public address"),
        ("add http://printer.local/x", "a name of a local network"),
        ("add https://www.example.com/x --events newest", "There are new,changed,upgraded,withdrawn,restored"),
        ("add https://www.example.com/x --name A/B", "small letters"),
        ("add https://www.example.com/x --secret hunter2", "no reference"),
        ("add https://www.example.com/x --secret env:NOT_SET_AT_ALL", "not set"),
        ("add https://www.example.com/x --secret prompt:", "nobody is there"),
        ("resume nobody", "There are: "),
        ("replay nobody --all", "There are: "),
        ("skip first", "no event of it is being tried"),
    ],
)
def test_what_cannot_be(hooks: Callable[..., list[Done]], line: str, words: str) -> None:
    hooks("add https://www.example.com/y --name first")
    (done,) = hooks(line)
    assert done.returncode == 1
    assert words in done.said
    assert "hunter2" not in done.said


def test_a_secret_that_is_kept_elsewhere(
    newsbot: Command, receiver: Receiver, uri: str, environment: dict[str, str]
) -> None:
    with open_store(uri) as store:
        fill(store)
    secret = "whsec_" + "QUJD" * 10
    given = {**HERE, "NEWSBOT_STORE": uri, "HOOK_SECRET": secret}
    added = newsbot(
        *("webhooks", "add", receiver.url, "--name", "desk", "--from", "beginning", "--secret", "env:HOOK_SECRET"),
        **given,
    )
    assert added.returncode == 0, added.stderr
    assert added.stdout == ""
    assert newsbot("webhooks", "send", **given).returncode == 0
    assert all(got.signed_with(key_of(secret) or b"") for got in receiver.got)
    assert len(receiver.got) == 6
    with open_store(uri) as store:
        store.save([article("more", 30)])
    lost = newsbot("webhooks", "send", **{**given, "HOOK_SECRET": ""})
    assert lost.returncode == 2
    assert "0 delivered" in lost.said
    assert "it is empty" in lost.said
    assert secret not in (Path(environment["NEWSBOT_DATA"]) / "webhooks.sqlite").read_bytes().decode("latin-1")


#: Names with made-up answers, and a record of what is connected to.
_NAMES = """
import json, os, socket, sys
_real, _names = socket.getaddrinfo, json.loads(os.environ["FAKE_NAMES"])
def _answer(host, port, *rest, **more):
    name = host.decode() if isinstance(host, bytes) else host
    if name not in _names:
        return _real(host, port, *rest, **more)
    told = _names[name]
    addresses = told.pop(0) if len(told) > 1 else told[0]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port or 0)) for each in addresses]
socket.getaddrinfo = _answer
_log = open(os.environ["CONNECTED"], "a", buffering=1)
def _note(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        _log.write(f"{args[1][0]} {args[1][1]}\\n")
sys.addaudithook(_note)
"""


def test_a_name_that_is_answered_with_addresses_inside(
    newsbot: Command, receiver: Receiver, uri: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Its answers change from look-up to look-up: nothing is connected to that was not judged."""
    with open_store(uri) as store:
        fill(store)
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_NAMES)
    connected = tmp_path / "connected"
    inside = [["93.184.216.34", "127.0.0.1"], ["127.0.0.1"], ["127.0.0.1"]]
    given = {
        "NEWSBOT_STORE": uri,
        "PYTHONPATH": f"{folder}:{environment['PYTHONPATH']}",
        "CONNECTED": str(connected),
        "FAKE_NAMES": json.dumps({"desk.example.org": inside}),
    }
    url = f"http://desk.example.org:{receiver.port}/"
    assert newsbot("webhooks", "add", url, "--name", "desk", "--from", "beginning", **given).returncode == 0
    tested = newsbot("webhooks", "test", "desk", **given)
    assert tested.returncode == 2
    assert "its name leads to an address inside" in tested.stdout
    sent = newsbot("webhooks", "send", **given)
    assert "0 delivered, 1 not taken" in sent.said
    assert connected.read_text() == ""
    assert receiver.got == []
    given["NEWSBOT_ALLOW_HOSTS"] = "desk.example.org"
    given["FAKE_NAMES"] = json.dumps({"desk.example.org": [["127.0.0.1"]]})
    assert newsbot("webhooks", "test", "desk", **given).returncode == 0
    assert connected.read_text() == f"127.0.0.1 {receiver.port}\n", "it was not for want of trying"


@pytest.mark.slow
def test_nothing_is_lost_when_senders_are_killed(
    newsbot: Command, running: Callable[..., Running], receiver: Receiver, uri: str
) -> None:
    """Of 200 events, `webhooks send` is killed while a receiver thinks, `serve` in the middle; another goes on."""
    with open_store(uri) as store:
        for first in range(0, 200, 50):
            store.save([article(f"n{number}", number) for number in range(first, first + 50)])
        stream = store.stream
    given = {**HERE, "NEWSBOT_STORE": uri}
    newsbot("webhooks", "add", receiver.url, "--name", "desk", "--from", "beginning", **given)
    killed: set[int] = set()

    def reply(got: Got, before: int) -> Reply:
        if got.number == 60 and 60 not in killed:
            killed.add(60)
            sender.send(signal.SIGKILL)
            sender.end()
        return 200  # the first time to nobody

    receiver.reply = reply
    with running("webhooks", "send", **given) as sender:
        until(lambda: 60 in killed)
    with running("serve", "--port", "0", **given) as server:
        receiver.wait_for(130)
        server.send(signal.SIGKILL)
        server.end()
    with running("serve", "--port", "0", **given) as server:
        until(lambda: receiver.got and receiver.got[-1].number == 200)
        server.send(signal.SIGTERM)
        assert without_traceback(server.end()).returncode == 0
    assert [number for number, _ in groupby(receiver.numbers)] == list(range(1, 201)), "none lost, order kept"
    assert len(receiver.got) <= 202, "a kill costs one event more, at most"
    assert receiver.numbers.count(60) == 2
    assert {got.id for got in receiver.got} == {f"{stream}-{number}" for number in range(1, 201)}
    assert {(got.id, got.body) for got in receiver.got if got.number == 60} == {(f"{stream}-60", receiver.got[59].body)}


def test_serve_sends_by_webhooks_that_come_later(
    newsbot: Command,
    running: Callable[..., Running],
    receiver: Receiver,
    uri: str,
    environment: dict[str, str],
) -> None:
    with open_store(uri) as store:
        fill(store)
        given = {**HERE, "NEWSBOT_STORE": uri}
        with running("serve", "--port", "0", **given) as server:
            server.says("newsbot serves")
            assert newsbot("webhooks", "add", receiver.url, "--name", "desk", **given).returncode == 0
            store.save([article("late", 99)])
            receiver.wait_for(1)
            assert receiver.got[0].data["url"] == "https://www.example.com/late"
            server.send(signal.SIGTERM)
            assert without_traceback(server.end()).returncode == 0
    with Book(Path(environment["NEWSBOT_DATA"]) / "webhooks.sqlite") as book:
        assert book.claim("desk", "the next one") is not None, "who ends in peace lets go"


def test_serve_tells_a_hub(running: Callable[..., Running], receiver: Receiver, uri: str) -> None:
    with open_store(uri) as store:
        fill(store)
    words = ("serve", "--port", "0", "--hub", receiver.url, "--address", "https://news.example.org")
    with running(*words, NEWSBOT_STORE=uri, **HERE) as server:
        receiver.wait_for(1)
        assert b"hub.url=https%3A%2F%2Fnews.example.org%2Ffeeds%2Farticles.atom" in receiver.got[0].body
        server.send(signal.SIGTERM)
        assert without_traceback(server.end()).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--hub", "https://hub.example.org/"], "hubs need to know where the feeds are"),
        (["--hub", "http://127.0.0.1/", "--address", "https://news.example.org"], "not a public address"),
    ],
)
def test_hubs_that_cannot_be(newsbot: Command, uri: str, words: list[str], said: str) -> None:
    done = newsbot("serve", "--port", "0", *words, NEWSBOT_STORE=uri)
    assert done.returncode == 1
    assert said in done.said


@pytest.mark.mongo
def test_from_mongodb(newsbot: Command, receiver: Receiver, mongo_uri: str) -> None:
    with open_store(mongo_uri) as store:
        fill(store)
    given = {**HERE, "NEWSBOT_STORE": mongo_uri}
    add = ("webhooks", "add", receiver.url, "--from", "beginning", "--articles", "all")
    assert newsbot(*add, **given).returncode == 0
    assert newsbot("webhooks", "send", **given).returncode == 0
    assert receiver.numbers == [1, 2, 3, 4, 5, 6]
    assert receiver.got[0].data["article"]["articleBody"]
