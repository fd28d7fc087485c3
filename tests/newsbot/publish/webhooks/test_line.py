"""Where a webhook may lead: to addresses that were judged between the look-up and the connection, and no others."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Iterator, Sequence

import pytest
import trustme

from newsbot.hosts import Reach, allowed_hosts
from newsbot.publish.webhooks.line import Line, Post
from newsbot.publish.webhooks.steps import Answer
from tests.newsbot.publish.webhooks.posts import PUBLIC
from tests.receiver import Receiver, receiving

NAME = "hooks.example.org"


class Names:
    """Names with made-up answers, one after the other; the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not answer:
            raise OSError("no such name")
        return answer


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


def send(
    url: str, names: Names, *, allow: Sequence[str] = (), times: int = 1, context: ssl.SSLContext | None = None
) -> list[Answer]:
    reach = Reach(frozenset, allowed_hosts(allow))

    async def go() -> list[Answer]:
        async with Line(reach, names=names, context=context, patience=5) as line:
            post = Post(url=url, body=b"{}", headers={"X-A": "b"})
            return [await line.send(post) for _ in range(times)]

    return asyncio.run(go())


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], ["::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"],
     ["169.254.169.254"], ["10.0.0.1"], ["fe80::1%eth0"]],
)  # fmt: skip
def test_a_name_that_leads_inside(receiver: Receiver, answer: list[str]) -> None:
    (told,) = send(f"http://{NAME}:{receiver.port}/", Names(answer))
    assert "leads to an address inside" in told.words
    assert receiver.got == []


def test_a_name_that_leads_inside_the_second_time(receiver: Receiver) -> None:
    """Each try is judged by its own answer, and goes to just that: there is no second look-up to be won."""
    names = Names(["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["127.0.0.1"])
    told = send(f"http://{NAME}:{receiver.port}/", names, times=3)
    assert all("leads to an address inside" in each.words for each in told)
    assert names.asked == [NAME] * 3
    assert receiver.got == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "127.1", "169.254.169.254", "printer.local",
             "[::ffff:127.0.0.1]", "0", "router"],
)  # fmt: skip
def test_addresses_inside_are_not_even_looked_up(receiver: Receiver, host: str) -> None:
    names = Names(["127.0.0.1"])
    (told,) = send(f"http://{host}:{receiver.port}/", names)
    assert "this address is not sent to" in told.words
    assert receiver.got == names.asked == []


def test_hosts_that_the_owner_allows(receiver: Receiver) -> None:
    names = Names(["127.0.0.1"])
    (told,) = send(f"http://{NAME}:{receiver.port}/a?b=c", names, allow=[NAME])
    assert told.status == 204
    (got,) = receiver.got
    assert (got.path, got.headers["host"]) == ("/a?b=c", f"{NAME}:{receiver.port}")


def test_the_next_address_where_one_does_not_answer(receiver: Receiver) -> None:
    names = Names(["127.0.0.9", "127.0.0.1"])
    (told,) = send(f"http://{NAME}:{receiver.port}/", names, allow=[NAME])
    assert told.status == 204


def test_names_that_nobody_knows() -> None:
    assert "not known" in send(f"http://{NAME}/", Names([]))[0].words
    assert "not known" in send(f"http://{'a' * 70}.example.org/", Names([]))[0].words


def test_proxies_of_the_environment_are_not_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert send(receiver.url, Names(["127.0.0.1"]), allow=["127.0.0.1"])[0].status == 204


def test_certificates_are_checked_by_the_name() -> None:
    authority = trustme.CA()
    served, believed = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(NAME).configure_cert(served)
    authority.configure_trust(believed)
    with receiving(context=served) as receiver:
        names = Names(["127.0.0.1"])
        good = f"https://{NAME}:{receiver.port}/"
        assert send(good, names, allow=[NAME], context=believed)[0].status == 204
        other = f"https://other.example.org:{receiver.port}/"
        assert "certificate" in send(other, names, allow=["other.example.org"], context=believed)[0].words
        assert "certificate" in send(good, names, allow=[NAME])[0].words, "nobody vouches for it"
        assert len(receiver.got) == 1


def test_a_kept_connection_is_used_again(receiver: Receiver) -> None:
    told = send(receiver.url, Names(["127.0.0.1"]), allow=["127.0.0.1"], times=20)
    assert [each.status for each in told] == [204] * 20
    assert len({got.sender for got in receiver.got}) == 1


def test_a_receiver_that_says_nothing() -> None:
    with receiving() as receiver:
        receiver.reply = lambda got, before: lambda handler: time.sleep(7)
        start = time.monotonic()
        (told,) = send(receiver.url, Names(["127.0.0.1"]), allow=["127.0.0.1"])
        assert "did not answer within 5 seconds" in told.words
        assert time.monotonic() - start < 6.5
