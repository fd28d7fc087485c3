"""WebSub, the publisher's side: what a hub is told when a feed has changed. Pure; who sends it is not here."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

#: How a ping is posted.
CONTENT_TYPE = "application/x-www-form-urlencoded"


def publish_ping(feeds: Iterable[str]) -> bytes:
    """The body of a POST that tells a hub that the feeds at these addresses have changed.

    The addresses are those that the feeds name as their own (`Channel.address`), for by these they are subscribed to.
    WebSub leaves the form to the hubs; this is the one that the public hubs take, from the days of PubSubHubbub.
    """
    return urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
