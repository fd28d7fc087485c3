"""Who may have what: the owner on this machine, tokens and their scopes, and who is kept out."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbot.article import Declared, Delivered, Session
from newsbot.publish.tokens import Scope, Tokens
from newsbot.store.opening import open_store
from tests.newsbot.publish.api.serving import PAID, Served, article, fill, serving

PAID_KEY = article("b").key


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_the_owner_on_this_machine_needs_no_token(small: Served) -> None:
    assert small.json(f"/api/articles/{PAID_KEY}")["articleBody"] == PAID


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"Via": "1.1 proxy"},
        {"X-Real-IP": "127.0.0.1"},
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Authorization": "Bearer nb_wrong"},
        {"Cookie": "newsbot_token=nb_wrong"},
    ],
)
def test_who_is_not_its_owner_is_asked_for_a_token(small: Served, headers: dict[str, str]) -> None:
    answer = small.get("/api/articles", headers=headers)
    assert answer.status_code == 401
    assert "newsbot tokens add" in answer.json()["cure"]
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "nb_wrong" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ],
)
def test_a_page_of_another_site_cannot_make_the_owner_scrape(small: Served, headers: dict[str, str]) -> None:
    answer = small.client.post("/scrape", json={"url": "https://www.example.com/"}, headers=headers)
    assert answer.status_code == 403
    token = small.tokens.add("t", [Scope.READ])
    cookie = {**headers, "Cookie": f"newsbot_token={token}", "X-Forwarded-For": "203.0.113.9"}
    assert small.get("/api/articles", headers=cookie).status_code == 401  # nor spend a cookie


def test_a_token_reads_and_gets_beginnings_of_what_was_paid_for(served: Served) -> None:
    reading, paying = served.tokens.add("reader", [Scope.READ]), served.tokens.add("payer", [Scope.READ, Scope.PAID])
    away = {"X-Forwarded-For": "203.0.113.9"}
    cut = served.json(f"/api/articles/{PAID_KEY}", headers={**away, **bearer(reading)})
    assert cut["access"]["delivered"] == "partial_teaser"
    assert cut["access"]["evidence"][-1]["rule"] == "sharing"
    assert "subscribers" not in cut["articleBody"]
    assert (cut["articleBodyHtml"], cut["provenance"]) == (None, {})
    assert served.json(f"/api/articles/{PAID_KEY}", headers={**away, **bearer(paying)})["articleBody"] == PAID
    secret = "This is what subscribers pay for."
    for path in (
        "/api/articles?fields=all",
        "/api/articles",
        f"/api/articles/{PAID_KEY}/revisions",
        "/api/changes?articles=all",
        f"/api/article?url={article('b').url}",
        f"/api/stories/{PAID_KEY}",
    ):
        assert secret not in served.get(path, headers=bearer(reading)).text, path
    listed = {
        each["key"]: each["withheld"] for each in served.json("/api/articles", headers=bearer(reading))["articles"]
    }
    assert [key for key, withheld in listed.items() if withheld] == [PAID_KEY]


def test_a_token_does_what_its_scopes_say(small: Served) -> None:
    scraper = small.tokens.add("scraper", [Scope.SCRAPE])
    reader = small.tokens.add("reader", [Scope.READ])
    answer = small.get("/api/articles", headers=bearer(scraper))
    assert (answer.status_code, "--scope read" in answer.json()["cure"]) == (403, True)
    answer = small.client.post("/scrape", json={"url": "https://www.example.com/"}, headers=bearer(reader))
    assert (answer.status_code, "--scope scrape" in answer.json()["cure"]) == (403, True)


def test_a_token_that_is_taken_away_counts_no_more(small: Served) -> None:
    token = small.tokens.add("t", [Scope.READ])
    assert small.get("/api/articles", headers=bearer(token)).status_code == 200
    other = Tokens(small.tokens._path)
    other.remove("t")
    assert small.get("/api/articles", headers=bearer(token)).status_code == 401


def test_the_file_holds_no_token_and_is_its_owners_alone(small: Served) -> None:
    token = small.tokens.add("t", [Scope.READ])
    path = small.tokens._path
    assert token.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


def test_too_many_requests_are_told_to_wait(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/news.db") as store:
        fill(store)
        with serving(store, tmp_path, rate=2) as small:
            token = small.tokens.add("t", [Scope.READ])
            answers = [small.get("/api/counts", headers=bearer(token)) for _ in range(8)]
            assert [each.status_code for each in answers[:4]] == [200] * 4
            late = next(each for each in answers if each.status_code == 429)
            assert late.headers["retry-after"] == "1"
            assert small.get("/api/counts").status_code == 200  # the owner is not limited
            guesses = [small.get("/api/counts", headers=bearer(f"nb_{n}")).status_code for n in range(8)]
            assert guesses[-1] == 429  # nor may anybody guess


def test_a_server_that_does_not_trust_this_machine(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/news.db") as store, serving(store, tmp_path, trusts_loopback=False) as small:
        assert small.get("/api/articles").status_code == 401
        assert small.get("/api/articles", headers=bearer(small.tokens.add("t", [Scope.READ]))).status_code == 200


@pytest.mark.parametrize(
    ("fields", "cut"),
    [
        ({"declared": Declared.FREE, "session": Session.OWN_LOGIN_CONFIRMED}, False),
        ({"declared": Declared.ABSENT}, False),
        ({"declared": Declared.ABSENT, "session": Session.OWN_LOGIN_CONFIRMED}, True),
        ({"declared": Declared.ABSENT, "session": Session.EXPIRED}, True),
        ({"declared": Declared.METERED}, True),
        ({"declared": Declared.CONFLICT}, True),
        ({"declared": Declared.NOT_FREE, "delivered": Delivered.PARTIAL_TEASER}, True),
    ],
)
def test_what_is_given_to_others(small: Served, fields: dict[str, object], cut: bool) -> None:
    small.store.save([article("x", 50, PAID, **fields)])
    token = bearer(small.tokens.add("t", [Scope.READ]))
    body = small.json(f"/api/articles/{article('x').key}", headers=token)["articleBody"]
    assert ("subscribers" not in body) == cut
    assert body.startswith("The first words are for everybody.")
