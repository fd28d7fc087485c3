"""The MongoDB store at its edges: wrong URIs, secrets, servers that are away, hang or refuse."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from pymongo import MongoClient
from pymongo.write_concern import WriteConcern

from newsbot.article import Access, Article, Crawl, Delivered
from newsbot.discovery.link import FoundBy, Link
from newsbot.errors import FixStore, NewsbotError, RetryStore, SetAside
from newsbot.store.base import Outcome, Saved, VisitState
from newsbot.store.mongo import MongoStore
from newsbot.store.mongo_words import batch_failure, faults_of
from tests.mongod_server import MongodServer, NoServerError, find_mongod

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def article(number: int = 0, body: str = "word " * 100, minutes: int = 0) -> Article:
    crawl = Crawl(site="example", fetchedAt=T0 + timedelta(minutes=minutes))
    return Article(
        url=f"https://example.com/{number}", articleBody=body, access=Access(delivered=Delivered.FULL), crawl=crawl
    )


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://reader:s3cr%2Ft@ret@127.0.0.1:1/news",
        "mongodb://reader:s3cr/ret@127.0.0.1:1/news",
        "mongodb://reader:s3cret@127.0.0.1:x1/",
        "mongodb://reader:s3cret?@/news",
        "mongodb://reader:s3cret@127.0.0.1:1/?w=0",
        "mongodb://reader:s3cret@127.0.0.1:1/ne$ws",
        "mongodb://",
        "mongodb://[",
    ],
)
def test_a_wrong_uri_is_told_without_its_secrets(uri: str) -> None:
    with pytest.raises(FixStore) as caught:
        MongoStore(uri)
    assert "s3cr" not in str(caught.value)
    assert "reader" not in str(caught.value)
    assert caught.value.cure


def test_a_server_that_is_not_there_is_told_soon_and_without_secrets(tmp_path: Path) -> None:
    socket = quote(str(tmp_path / "none.sock"), safe="")
    started = time.monotonic()
    with pytest.raises(RetryStore, match="does not answer") as caught:
        MongoStore(f"mongodb://reader:s3cret@{socket}/news?serverSelectionTimeoutMS=200")
    assert time.monotonic() - started < 3
    assert "s3cret" not in str(caught.value)
    assert "Topology" not in str(caught.value)
    assert f"mongodb://***@{socket}/news" in str(caught.value)


def test_w0_is_refused() -> None:
    with pytest.raises(FixStore, match="w=0"):
        MongoStore("mongodb://127.0.0.1:1/?w=0")


@pytest.mark.mongo
class TestWithServer:
    def test_the_uri_names_the_database(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri, database="other") as store:
            assert re.fullmatch(r"mongodb://[^/?]+/newsbot_test_\w+", store.uri)
            assert repr(store) == f"<MongoStore {store.uri}>"

    def test_the_parameter_names_it_where_the_uri_does_not(self, mongo_server: Callable[[str], str]) -> None:
        with MongoStore(mongo_server(""), database="newsbot_test_given") as store:
            assert store.uri.endswith("/newsbot_test_given")
            store._client.drop_database("newsbot_test_given")

    def test_writes_wait_for_the_majority_and_reads_ask_the_primary(self, mongo_uri: str) -> None:
        with MongoStore(f"{mongo_uri}&readPreference=secondaryPreferred&w=1") as store:
            assert store._articles.write_concern == WriteConcern("majority")
            assert store._articles.read_preference.mongos_mode == "primary"

    def test_indexes_are_made(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri) as store:
            names = set(store._articles.index_information())
        assert {"revision.contentHash_1", "crawl.site_1_revision.firstFetchedAt_1__id_1", "aliases_1"} <= names

    def test_a_database_of_a_newer_newsbot(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri) as store:
            store._database["meta"].update_one({"_id": "layout"}, {"$set": {"version": 99}})
        with pytest.raises(FixStore, match="layout 99"):
            MongoStore(mongo_uri)

    def test_what_layout_2_kept_is_told_as_new_in_the_order_it_came_in(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri) as store:
            store.save([article(2, minutes=2), article(1, minutes=1)])
            store._articles.update_many({}, {"$unset": {"untold": 1}})
            store._events.drop()
            store._meta.delete_one({"_id": "stream"})
            store._meta.update_one({"_id": "layout"}, {"$set": {"version": 2}})
        with MongoStore(mongo_uri) as store, MongoStore(mongo_uri) as another:
            events = store.events(0, 9)
            told = [(each.number, each.kind, each.url[-1], each.version) for each in events]
            assert told == [(1, "new", "1", 1), (2, "new", "2", 1)]
            assert another.events(0, 9) == events
            assert another.stream == store.stream != ""

    def test_whoever_dies_while_telling_leaves_nothing_untold(self, mongo_uri: str) -> None:
        """The events have their numbers, and the articles still bear them: as a kill between the two leaves it."""
        with MongoStore(mongo_uri) as store:
            store.save([article(1), article(2)])
            borne = {each["_id"]: each["untold"] for each in store._articles.find()}
            before = store.events(0, 9)
            for key, events in borne.items():
                store._articles.update_one({"_id": key}, {"$set": {"untold": events}})
            store.save([article(3)])
            after = store.events(0, 9)
            assert after[:2] == before
            assert [each.number for each in after] == [1, 2, 3]
            assert store._articles.count_documents({"untold.version": {"$exists": True}}) == 0

    def test_visits_of_layout_1_learn_when_they_are_due(self, mongo_uri: str) -> None:
        hour = timedelta(hours=1)
        links = [Link(url=f"https://e.com/{n}", foundBy=FoundBy.FEED, foundOn="", published=T0) for n in range(4)]
        states = {1: VisitState.FAILED, 2: VisitState.STORED, 3: VisitState.GONE}
        with MongoStore(mongo_uri) as store:
            store.offer(links, "e", T0 + hour)
            ended = [
                Outcome(url=links[n].url, site="e", run="r", at=T0 + 3 * hour, state=each, status=410)
                for n, each in states.items()
            ]
            store.settle(ended)
            before = store.visits([each.url for each in links])
            for turn in (1, 2):
                store._seen.update_many({"turn": turn}, {"$set": {"turn": turn - 1}})
            store._seen.update_many({}, {"$unset": {"due": ""}, "$set": {"newest": T0}})
            store._database["meta"].update_one({"_id": "layout"}, {"$set": {"version": 1}})
        with MongoStore(mongo_uri) as store:
            assert store.visits([each.url for each in links]) == before
            assert [each.url[-1] for each in store.take("e", 9, at=T0 + 9 * hour)] == ["0", "1", "2"]

    def test_a_document_that_is_too_large_is_set_aside_alone(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri) as store:
            with pytest.raises(SetAside, match="16 MB") as caught:
                store.save([article(1), article(2, "x" * 17_000_000), article(3)])
            assert caught.value.answers == [Saved.NEW, None, Saved.NEW]
            assert store.counts().articles == 2
            store.save([article(2)])
            with pytest.raises(SetAside):
                store.save([article(2, "y" * 17_000_000, minutes=1)])
            assert [each.articleBody for each in store.revisions("https://example.com/2")] == ["word " * 100]

    def test_a_rule_of_the_owner_sets_single_documents_aside(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri) as store:
            rule = {"url": {"$not": {"$regex": "2$"}}}
            store._database.command("collMod", "articles", validator=rule)
            with pytest.raises(SetAside, match="failed validation") as caught:
                store.save([article(1), article(2), article(3)])
            assert caught.value.answers == [Saved.NEW, None, Saved.NEW]

    def test_fields_that_other_programs_add_stay(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri) as store:
            store.save([article()])
            store._articles.update_one({}, {"$set": {"topics": ["council"]}})
            store.save([article(minutes=1)])
            assert store.save([article(body="other " * 90, minutes=2)]) == [Saved.CHANGED]
            kept = store._articles.find_one({})
            assert kept is not None
            assert kept["topics"] == ["council"]
            assert store.get("https://example.com/0") is not None

    def test_an_article_that_was_deleted_by_hand_is_new_again(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri) as store:
            store.save([article()])
            store._articles.delete_many({})
            assert store.save([article(minutes=1)]) == [Saved.NEW]
            assert len(store.revisions("https://example.com/0")) == 1

    def test_the_versions_of_a_race_that_was_lost_are_no_versions(self, mongo_uri: str) -> None:
        with MongoStore(mongo_uri) as store:
            store.save([article()])
            present = store._articles.find_one({})
            assert present is not None
            store._revisions.insert_one({**present, "_id": f"{present['_id']}:000001"})
            assert len(store.revisions("https://example.com/0")) == 1


@pytest.mark.mongo
class TestOwnServer:
    def test_alone_it_waits_for_the_journal(self, mongod_alone: MongodServer) -> None:
        with MongoStore(mongod_alone.uri("news")) as store:
            assert store._articles.write_concern == WriteConcern(w=1, j=True)
            assert store.save([article()]) == [Saved.NEW]
            mongod_alone.kill()
            mongod_alone.start()
            assert store.save([article()]) == [Saved.NEW]
            assert store.counts().articles == 1

    def test_a_server_that_comes_back_in_time_is_waited_for(self, mongod: MongodServer) -> None:
        with MongoStore(f"{mongod.uri('news')}&serverSelectionTimeoutMS=5000", patience=60) as store:
            store.save([article(1)])
            mongod.kill()
            back = threading.Timer(0.5, mongod.start)
            back.start()
            assert store.save([article(1), article(2)]) == [Saved.NEW, Saved.NEW]
            back.join()
            assert len(store.revisions("https://example.com/1")) == 1

    @pytest.mark.slow
    def test_a_server_that_stays_away_is_told_after_the_patience(self, mongod: MongodServer) -> None:
        with MongoStore(f"{mongod.uri('news')}&serverSelectionTimeoutMS=5000", patience=0.5) as store:
            mongod.stop()
            with pytest.raises(RetryStore, match="does not answer"):
                store.save([article()])
            with pytest.raises(RetryStore):
                store.settle([Outcome(url="https://e.org/a", site="e", run="r", at=T0, state=VisitState.GONE)])
            with pytest.raises(RetryStore):
                store.get("https://example.com/0")

    def test_a_server_that_hangs_is_given_up(self, mongod: MongodServer) -> None:
        with MongoStore(f"{mongod.uri('news')}&serverSelectionTimeoutMS=5000", patience=1) as store:
            store.save([article(1)])
            mongod.pause()
            try:
                with pytest.raises(RetryStore):
                    store.save([article(2)])
            finally:
                mongod.resume()
            assert store.save([article(2)]) == [Saved.NEW]  # whether it arrived then, or now

    @pytest.mark.slow
    def test_closing_ends_the_waiting(self, mongod: MongodServer) -> None:
        store = MongoStore(f"{mongod.uri('news')}&serverSelectionTimeoutMS=5000", patience=100)
        mongod.stop()
        caught: list[NewsbotError] = []

        def save() -> None:
            try:
                store.save([article()])
            except NewsbotError as error:
                caught.append(error)

        thread = threading.Thread(target=save)
        thread.start()
        store.close()
        thread.join(20)
        assert [type(error) for error in caught] == [RetryStore]

    def test_a_wrong_password(self, mongod: MongodServer) -> None:
        uri = mongod.uri("news").replace("mongodb://", "mongodb://reader:s3cret@")
        with pytest.raises(FixStore, match="authSource") as caught:
            MongoStore(uri)
        assert "s3cret" not in str(caught.value)

    def test_a_user_who_may_only_read(self, mongod: MongodServer) -> None:
        with MongoClient[dict[str, object]](mongod.uri("news")) as client:
            client["news"].command("createUser", "reader", pwd="s3cret", roles=["read"])
        mongod.stop()
        mongod.start(authorised=True)
        uri = mongod.uri("news").replace("mongodb://", "mongodb://reader:s3cret@")
        with pytest.raises(FixStore, match="readWrite") as caught:
            MongoStore(uri)
        assert "s3cret" not in str(caught.value)


def test_a_batch_that_may_not_be_written_is_sent_again() -> None:
    concern = {"writeErrors": [], "writeConcernErrors": [{"code": 91, "errmsg": "shutting down"}]}
    assert faults_of(concern) is None
    assert isinstance(batch_failure("u", concern), RetryStore)


def test_the_faults_of_documents_are_told_by_place() -> None:
    lost = {"index": 3, "code": 11000, "errmsg": "duplicate"}
    assert faults_of({"writeErrors": [lost], "writeConcernErrors": []}) == {3: lost}


def test_a_full_disk_of_the_server_is_to_be_mended() -> None:
    full = {"writeErrors": [{"index": 0, "code": 14031, "errmsg": "out of disk"}], "writeConcernErrors": []}
    assert faults_of(full) is None
    error = batch_failure("u", full)
    assert isinstance(error, FixStore)
    assert "Free some space" in error.cure


def test_a_missing_server_is_told_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.mongod_server._DISTRIBUTION", "no-such-distribution")
    with pytest.raises(NoServerError, match="make test"):
        find_mongod()
