"""Facts: what reading a page again needs to know, and HTTP does not say; kept in a metadata record beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from newsbot.article import FetchMode, Session, Visibility
from newsbot.discovery.link import FoundBy, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How a page was come by, and as whom it was asked for."""

    link: Link
    site: str = ""  #: the slug
    run: str | None = None
    session: Session = Session.ANONYMOUS  #: as it was asked for; whether it held was judged later
    visibility: Visibility = Visibility.NOT_RENDERED
    fetchMode: FetchMode = FetchMode.HTTP

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON; `read` reads it."""
        link = self.link
        return {
            "site": self.site,
            "run": self.run,
            "foundBy": link.foundBy.value,
            "foundOn": link.foundOn,
            "requestedUrl": link.url,
            "title": link.title,
            "published": link.published.isoformat() if link.published else None,
            "modified": link.modified.isoformat() if link.modified else None,
            "session": self.session.value,
            "visibility": self.visibility.value,
            "fetchMode": self.fetchMode.value,
        }

    @classmethod
    def read(cls, plain: object) -> Self | None:
        """The facts of plain data; None where it is something else, which another program may have written."""
        if not isinstance(plain, Mapping):
            return None
        try:
            return cls._read(plain)
        except (KeyError, TypeError, ValueError):
            return None

    @classmethod
    def _read(cls, plain: Mapping[str, Any]) -> Self:
        link = Link(
            url=_text(plain["requestedUrl"]),
            foundBy=FoundBy(plain["foundBy"]),
            foundOn=_text(plain.get("foundOn") or ""),
            title=_text(plain["title"]) if plain.get("title") else None,
            published=_moment(plain.get("published")),
            modified=_moment(plain.get("modified")),
        )
        return cls(
            link=link,
            site=_text(plain.get("site") or ""),
            run=_text(plain["run"]) if plain.get("run") else None,
            session=Session(plain.get("session") or Session.ANONYMOUS),
            visibility=Visibility(plain.get("visibility") or Visibility.NOT_RENDERED),
            fetchMode=FetchMode(plain.get("fetchMode") or FetchMode.HTTP),
        )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _moment(value: object) -> datetime | None:
    if not value:
        return None
    moment = datetime.fromisoformat(_text(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
