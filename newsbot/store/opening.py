"""Opening a store: the URI says which one."""

from __future__ import annotations

from newsbot.errors import FixArgument
from newsbot.store.base import Store, shown
from newsbot.store.sqlite import SQLiteStore, path_of

_MONGO = ("mongodb://", "mongodb+srv://")


def open_store(uri: str, *, database: str = "newsbot", patience: float = 20.0, mapped: bool = False) -> Store:
    """Open the store at `sqlite:///path`, at a plain path, or at `mongodb://host/database`.

    Args:
        uri: where it is; `sqlite://` is a database in memory, for tests.
        database: the MongoDB database, where the URI names none.
        patience: for how many seconds a MongoDB that does not answer is asked again.
        mapped: whether a SQLite file is mapped into memory: who reads all over it all the time is faster so.

    Raises:
        FixArgument: the URI is none of these.
        FixStore, RetryStore: it cannot be opened, or does not answer.
    """
    if uri.startswith(_MONGO):
        # Here, because loading the driver takes a quarter of a second that those with SQLite need not wait.
        from newsbot.store.mongo import MongoStore  # noqa: PLC0415

        return MongoStore(uri, database=database, patience=patience)
    if uri.startswith("sqlite:"):
        return SQLiteStore(path_of(uri), mapped=mapped)
    if not uri.strip() or "://" in uri:
        raise FixArgument(
            "store",
            shown(uri),
            "there is no such kind of store",
            "Give sqlite:///path/to/news.db, a path, mongodb://host/database, or mongodb+srv://host/database.",
        )
    return SQLiteStore(uri, mapped=mapped)
