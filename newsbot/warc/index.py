"""Index: which responses are in the archive already, so that the same bytes are not kept twice.

It is an aid only: an archive without it is whole, and only larger. So nothing that goes wrong with it is an error.
"""

from __future__ import annotations

import logging
from pathlib import Path

from newsbot.errors import NewsbotError
from newsbot.store.database import Database, Layout
from newsbot.urls import article_key
from newsbot.warc.exchange import Exchange
from newsbot.warc.records import Earlier, digest_of

logger = logging.getLogger(__name__)

NAME = "newsbot-index.sqlite"
OPEN = ".open"  #: how a file's name ends while it is written
_NOT_MODIFIED = 304
_LAYOUT = Layout(
    what="index of a raw archive",
    application=0x6E627761,  # "nbwa"
    version=1,
    synchronous="NORMAL",
    schema="""
CREATE TABLE responses (
    digest TEXT PRIMARY KEY, id TEXT NOT NULL, url TEXT NOT NULL, date TEXT NOT NULL,
    file TEXT NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE pages (
    page TEXT PRIMARY KEY, digest TEXT NOT NULL, etag TEXT, lastModified TEXT) WITHOUT ROWID""",
)


class Index:
    """What is in the archive of a folder. May be used by many processes at once, and by one thread of each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database: Database | None = None
        try:
            self._database = Database(str(folder / NAME), f"index:{folder / NAME}", _LAYOUT)
        except NewsbotError as error:
            self._give_up(error)

    def earlier(self, exchange: Exchange) -> Earlier | None:
        """The response that this answer repeats, or, being a 304, confirms; None where there is none."""
        if self._database is None or exchange.shown:
            return None
        if exchange.status == _NOT_MODIFIED:
            validators = {name.lower(): value for name, value in exchange.sent}
            where = "digest = (SELECT digest FROM pages WHERE page = ?1 AND (etag = ?2 OR lastModified = ?3))"
            given = [_page(exchange), validators.get("if-none-match"), validators.get("if-modified-since")]
        elif exchange.body:
            where, given = "digest = ?1", [digest_of(exchange.body)]
        else:
            return None
        try:
            with self._database.reading() as connection:
                sql = f"SELECT id, url, date, digest, file, size FROM responses WHERE {where}"  # noqa: S608 (no input)
                row = connection.execute(sql, given).fetchone()
        except NewsbotError as error:
            self._give_up(error)
            return None
        if row is None or not self._is_there(row[4], row[5]):
            return None
        return Earlier(id=row[0], url=row[1], date=row[2], digest=row[3])

    def _is_there(self, file: str, size: int) -> bool:
        """Whether a file still holds what it held: its owner may have moved it, or a lost disk cut it."""
        for name in (file, file + OPEN):
            try:
                return (self._folder / name).stat().st_size >= size
            except OSError:
                continue
        return False

    def add(self, exchange: Exchange, record: Earlier | None, file: str, size: int) -> None:
        """Note what was written to a file that has this size now; `record` is None for what nobody can refer to."""
        if self._database is None or exchange.status == _NOT_MODIFIED or not exchange.body or exchange.shown:
            return
        digest = record.digest if record else digest_of(exchange.body)
        page = (_page(exchange), digest, exchange.first("etag"), exchange.first("last-modified"))
        try:
            with self._database.writing() as connection:
                if record is not None:
                    row = (digest, record.id, record.url, record.date, file, size)
                    connection.execute("INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?)", row)
                connection.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", page)
        except NewsbotError as error:
            self._give_up(error)

    def _give_up(self, error: NewsbotError) -> None:
        logger.warning("the raw archive is written without its index, and grows faster: %s", error)
        self.close()

    def close(self) -> None:
        """Let go of the file. Closing twice is allowed."""
        if self._database is not None:
            self._database.close()
            self._database = None


def _page(exchange: Exchange) -> str:
    """Which page it is, for whom: a subscriber's page has other validators than a stranger's."""
    return f"{article_key(exchange.url)} {(exchange.facts or {}).get('session') or ''}"
