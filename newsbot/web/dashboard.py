"""The dashboard: all of its routes, for `newsbot.publish.api.app.make_app`."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter

from newsbot.web import article, articles, assets, entry, progress, sites, today

ROUTERS: Sequence[APIRouter] = tuple(each.router for each in (today, articles, article, sites, progress, entry, assets))
