"""How SQLite keeps fingerprints and stories, and finds copies: statements, for connections that are open."""
# ruff: noqa: S608 - only our own words are put into statements; values are bound

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from newsbot.likeness import Fingerprint
from newsbot.store.base import MOST_CANDIDATES, Candidate
from newsbot.store.documents import Document
from newsbot.store.likenesses import fingerprint_of

#: By name, for `newsbot.store.database.Layout`. Bands carry short numbers, not keys: there are sixteen an article.
TABLES: Mapping[str, str] = {
    "likenesses": """CREATE TABLE likenesses (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, fingerprint BLOB NOT NULL)""",
    "bands": "CREATE TABLE bands (band INTEGER, id INTEGER, PRIMARY KEY (band, id)) WITHOUT ROWID",
    "stories": """CREATE TABLE stories (key TEXT PRIMARY KEY, story TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX stories_story ON stories (story);
INSERT INTO stories SELECT key, json_extract(document, '$.story') FROM articles
    WHERE json_extract(document, '$.story') IS NOT NULL""",
}
_IN = "IN (SELECT value FROM json_each(?))"
#: Of a band that very many texts share (the frame of a template), only the latest are looked at.
_MOST_OF_A_BAND = 64
_ONE_BAND = f"SELECT id FROM (SELECT id FROM bands WHERE band = ? ORDER BY id DESC LIMIT {_MOST_OF_A_BAND})"
_CANDIDATES = """SELECT l.key, a.site, s.story, l.fingerprint
    FROM (SELECT id, count(*) AS shared FROM ({bands}) GROUP BY id ORDER BY shared DESC, id LIMIT {most}) AS found
    JOIN likenesses AS l ON l.id = found.id JOIN articles AS a ON a.key = l.key LEFT JOIN stories AS s ON s.key = l.key
    ORDER BY found.shared DESC, found.id"""


def put_likenesses(connection: sqlite3.Connection, documents: Mapping[str, Document]) -> None:
    """Keep by what these documents, by key, are found; what they were found by before is forgotten."""
    wanted = {key: fingerprint_of(document) for key, document in documents.items()}
    sql = f"SELECT key, id, fingerprint FROM likenesses WHERE key {_IN}"
    known = {key: (number, packed) for key, number, packed in connection.execute(sql, [json.dumps(list(wanted))])}
    added: list[tuple[int, int]] = []
    for key, print_ in wanted.items():
        number, before = known.get(key, (None, None))
        packed = None if print_ is None else print_.packed()
        if packed == before:
            continue
        if before is not None:
            old = Fingerprint.unpacked(before).bands()
            connection.executemany("DELETE FROM bands WHERE band = ? AND id = ?", [(band, number) for band in old])
            connection.execute("DELETE FROM likenesses WHERE id = ?", [number])
        if print_ is not None:
            values = (number, key, packed)
            number = connection.execute("INSERT INTO likenesses VALUES (?, ?, ?)", values).lastrowid or 0
            added += [(band, number) for band in print_.bands()]
    connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", sorted(added))
    stories = [(key, story) for key, document in documents.items() if (story := document.get("story"))]
    connection.executemany("INSERT OR REPLACE INTO stories VALUES (?, ?)", stories)


def candidates(connection: sqlite3.Connection, wanted: Fingerprint) -> list[Candidate]:
    """Texts that share a band with this one, those that share most first."""
    bands = wanted.bands()
    if not bands:
        return []
    sql = _CANDIDATES.format(bands=" UNION ALL ".join([_ONE_BAND] * len(bands)), most=MOST_CANDIDATES)
    return [
        Candidate(key=key, site=site, story=story, fingerprint=Fingerprint.unpacked(packed))
        for key, site, story, packed in connection.execute(sql, bands)
    ]


def keys_of_story(connection: sqlite3.Connection, key: str) -> list[str]:
    """The keys of all articles of the story that this one is in, in the order in which they were first fetched."""
    sql = """WITH names (story) AS (SELECT ?1 UNION SELECT story FROM stories WHERE key = ?1)
             SELECT key FROM articles
             WHERE key IN names OR key IN (SELECT key FROM stories WHERE story IN names) ORDER BY firstFetched, key"""
    return [found for (found,) in connection.execute(sql, [key])]


def stories_of(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, str]:
    """The stories of these articles, by key; those that are in none are left out."""
    sql = f"SELECT key, story FROM stories WHERE key {_IN}"
    return dict(connection.execute(sql, [json.dumps(list(keys))]).fetchall())
