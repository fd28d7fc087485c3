"""`POST /scrape`: a page is fetched and read now, and told as scrapyrt tells it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from newsbot.publish.api.answers import answer
from newsbot.publish.api.callers import OWNER, Caller, Scraper
from newsbot.publish.api.desk import Desk, desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.publish.api.shapes import PROBLEMS, Envelope, Scrape
from newsbot.sharing import shareable_document
from newsbot.urls import is_http

router = APIRouter(tags=["scrape"], responses=PROBLEMS)
AT_ONCE = 2  #: a crawl is a process: more of them would be slower, not faster
_PATIENCE = 180.0


@router.post("/scrape", responses={200: {"model": Envelope}})
async def scrape(request: Request, caller: Scraper, wanted: Scrape) -> Response:
    """Fetch a page and read it, as `newsbot scrape` does: with its site's file, politely, signed in where you can be.

    `items` holds its article, or nothing; `items_dropped` says why. With `keep` it is stored as well.
    """
    given = wanted.url or (wanted.request or {}).get("url")
    if not isinstance(given, str) or not is_http(given):
        cure = 'Send {"url": "https://…"}, or {"request": {"url": "https://…"}} as scrapyrt has it.'
        raise Refusal(400, "There is no address to fetch.", cure)
    async with request.app.state.scraping:
        options = [*(["--keep"] if wanted.keep else []), *([] if caller == OWNER else ["--public-only"])]
        told = await _scraped(desk_of(request), given, options)
    return answer({**told, "items": [_shared(each, caller) for each in told["items"]]})


def _shared(item: dict[str, object], caller: Caller) -> dict[str, object]:
    return shareable_document(item, paid=caller.paid)


async def _scraped(desk: Desk, url: str, options: Sequence[str]) -> dict[str, list[dict[str, object]]]:
    # The store's address may hold a password: a process's environment is its owner's alone, its arguments are not.
    environment = {**os.environ, "NEWSBOT_STORE": desk.store_uri}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "newsbot", "scrape", "--envelope", *options, "--", url),
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(), _PATIENCE)
    except TimeoutError:
        raise Refusal(504, f"The page was not there after {_PATIENCE:.0f} seconds.", "Try again later.") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    lines = output.decode("utf-8", "replace").strip().splitlines()
    if not lines:
        said = errors.decode("utf-8", "replace").strip().splitlines()
        raise Refusal(502, (said or ["The scrape ended without a word."])[-1][:500], "`newsbot doctor` may tell more.")
    told: dict[str, list[dict[str, object]]] = json.loads(lines[-1])
    return told
