"""The line to a receiver: one POST, to just those addresses that its name was answered with and that were judged.

Nothing of the environment's proxies is used, no redirect followed, no cookie kept, and of an answer little is read.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

import httpx

from newsbot.hosts import Reach
from newsbot.publish.webhooks.steps import Answer
from newsbot.sessions.proxy import LookUp, look_up

#: Seconds that a try may take, with the look-up of the name and the answer.
PATIENCE = 10.0
_MOST_ADDRESSES = 4
_MOST_READ = 16_384  #: bytes of an answer; a connection whose answer is longer is not used again


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is sent."""

    url: str
    body: bytes
    headers: Mapping[str, str]


class Line:
    """Connections to one receiver, which are kept while the block lasts."""

    def __init__(
        self,
        reach: Reach,
        *,
        names: LookUp = look_up,
        context: ssl.SSLContext | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._reach = reach
        self._names = names
        self._patience = patience
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=15)
        self._http = httpx.AsyncHTTPTransport(verify=context or trusted(), trust_env=False, limits=limits)

    async def send(self, post: Post) -> Answer:
        """Send it: what was answered, or the trouble in words. Raises nothing for a bad receiver."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._send(post)
        except TimeoutError:
            return Answer(trouble=f"it did not answer within {self._patience:g} seconds")

    async def _send(self, post: Post) -> Answer:
        if why := self._reach.why_not(post.url):
            return Answer(trouble=f"this address is not sent to: {why}")
        try:
            url = httpx.URL(post.url)
            addresses = list(await self._names(url.raw_host.decode("ascii")))
        except (OSError, UnicodeError, httpx.InvalidURL):
            return Answer(trouble="its host's name is not known")
        if why := self._reach.why_not_at(post.url, addresses):
            return Answer(trouble=f"this address is not sent to: {why}")
        answer = Answer(trouble="its host's name is not known")
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                return await self._ask(post, url, address, self._patience / min(len(addresses), _MOST_ADDRESSES))
            except httpx.ConnectTimeout:
                answer = Answer(trouble="there was no connection in time")
            except httpx.ConnectError as error:
                answer = Answer(trouble=f"there is no connection ({_plain(error)})")
            except httpx.TransportError as error:
                return Answer(trouble=f"the connection broke before there was an answer ({type(error).__name__})")
        return answer

    async def _ask(self, post: Post, url: httpx.URL, address: str, connect: float) -> Answer:
        timeout = httpx.Timeout(self._patience, connect=connect).as_dict()
        request = httpx.Request(
            "POST",
            url.copy_with(host=address),
            headers={**post.headers, "Host": url.netloc.decode("ascii")},
            content=post.body,
            # The certificate is asked for, and checked, by the name and not by the address.
            extensions={"timeout": timeout, "sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await self._http.handle_async_request(request)
        try:
            read = 0
            # Whether it was taken is said by the status: what comes of the body, or does not, changes nothing.
            with suppress(httpx.TransportError, TimeoutError):
                async with asyncio.timeout(1):
                    async for piece in response.aiter_raw():
                        read += len(piece)
                        if read > _MOST_READ:
                            break
        finally:
            await response.aclose()
        return Answer(response.status_code, response.headers.get("retry-after", "")[:100] or None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._http.aclose()


def trusted() -> ssl.SSLContext:
    """Whose certificates are believed: those of SSL_CERT_FILE, where the owner sets that, else the public ones."""
    return httpx.create_ssl_context()


def _plain(error: Exception) -> str:
    text = " ".join(str(error).split())[:200]
    return "".join(each for each in text if each.isprintable()) or type(error).__name__
