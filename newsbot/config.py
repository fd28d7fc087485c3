"""Where newsbot keeps things and what its owner allows: the environment, read once, passed on as one frozen value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from platformdirs import user_config_path, user_data_path

from newsbot.errors import FixConfiguration
from newsbot.version import __version__

GatedText = Literal["keep", "teaser"]

#: Every environment variable that newsbot reads, and what it is for: `newsbot doctor` and the documentation show it.
VARIABLES = {
    "NEWSBOT_STORE": "the store: sqlite:///path or mongodb://host/database",
    "MONGO_URI": "the store, as Scrapy's own example names it; NEWSBOT_STORE goes before it",
    "MONGO_DATABASE": "the database's name, where the URI has none",
    "NEWSBOT_DATA": "the folder of the default store, the outbox and the log",
    "NEWSBOT_SITES": "the folder of your own site files",
    "NEWSBOT_CREDENTIALS": "the file that says where the credentials of your logins are kept",
    "NEWSBOT_VAULT": "the folder of saved sessions, encrypted",
    "NEWSBOT_VAULT_KEY": "their key: 32 bytes in base64, or file:PATH, keyring:SERVICE/NAME, cmd:COMMAND",
    "NEWSBOT_BROWSER": "the program of the browser that signs in: a Chromium or Chrome",
    "NEWSBOT_CONTACT": "an address or URL where publishers can reach you; it is part of the user agent",
    "NEWSBOT_ALLOW_HOSTS": "hosts on private networks that may be crawled, or sent webhooks, separated by commas",
    "NEWSBOT_WARC": "a folder for the raw archive: all that is fetched, in WARC files; none is kept without it",
    "NEWSBOT_WARC_MEGABYTES": "so large gets each of its files, about (1000)",
    "NEWSBOT_WARC_OWN": "keep, or omit: pages that were fetched with an own login, in the raw archive",
    "NEWSBOT_HUB": "WebSub hubs that `newsbot serve` tells of news, separated by spaces",
    "NEWSBOT_ADDRESS": "the address by which others reach `newsbot serve`, for hubs",
    "NEWSBOT_GATED_TEXT": "keep (as delivered, labelled) or teaser (cut text that is declared not free)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The owner's settings. `store` may hold a password: show `newsbot.urls.without_secrets(store)` only.

    `vault_key` may be the key itself, or say where it is kept: never show it.
    """

    store: str
    mongo_database: str
    data: Path
    sites: Path
    contact: str | None
    allow_hosts: frozenset[str]
    gated_text: GatedText
    credentials: Path
    vault: Path
    vault_key: str | None = field(default=None, repr=False)
    warc: Path | None = None
    warc_bytes: int = 1_000_000_000  #: after which a file of the raw archive is ended
    warc_own: bool = True  #: whether pages that were fetched with an own login are in it

    @property
    def outbox(self) -> Path:
        """The file where articles wait that the store did not take."""
        return self.data / "outbox.sqlite"

    @property
    def tdmrep(self) -> Path:
        """The file in which is remembered what hosts' tdmrep.json said, and when."""
        return self.data / "tdmrep.json"

    @property
    def tokens(self) -> Path:
        """The file of the tokens of `newsbot serve`, as hashes."""
        return self.data / "tokens.json"

    @property
    def webhooks(self) -> Path:
        """The file of the webhooks: what each is, how far it is, and what could not be delivered."""
        return self.data / "webhooks.sqlite"

    @property
    def log(self) -> Path:
        """The log of crawls that were started by the command line."""
        return self.data / "newsbot.log"

    @property
    def own_vault_key(self) -> Path:
        """The file of the key that newsbot makes where none is given; outside the vault, so that no copy holds both."""
        return self.data / "vault.key"

    @property
    def user_agent(self) -> str:
        """Who newsbot says it is: always itself, with its owner's address where one was given."""
        return f"newsbot/{__version__} (+{self.contact})" if self.contact else f"newsbot/{__version__}"


def read_config(environment: Mapping[str, str] | None = None) -> Config:
    """The configuration of this process.

    Raises `FixConfiguration` where a variable holds something that cannot be.
    """
    env = os.environ if environment is None else environment
    data = Path(env.get("NEWSBOT_DATA") or user_data_path("newsbot", appauthor=False)).expanduser()
    sites = Path(env.get("NEWSBOT_SITES") or user_config_path("newsbot", appauthor=False) / "sites").expanduser()
    contact = (env.get("NEWSBOT_CONTACT") or "").strip() or None
    if contact and not contact.isprintable():
        raise FixConfiguration("NEWSBOT_CONTACT", "holds control characters", "Give a mail address or a URL.")
    return Config(
        store=env.get("NEWSBOT_STORE") or env.get("MONGO_URI") or f"sqlite:///{data / 'newsbot.sqlite'}",
        mongo_database=env.get("MONGO_DATABASE") or "newsbot",
        data=data,
        sites=sites,
        contact=contact,
        allow_hosts=frozenset(
            host.strip().lower() for host in env.get("NEWSBOT_ALLOW_HOSTS", "").split(",") if host.strip()
        ),
        gated_text=gated_text(env.get("NEWSBOT_GATED_TEXT") or "keep"),
        credentials=Path(env.get("NEWSBOT_CREDENTIALS") or sites.parent / "credentials.yml").expanduser(),
        vault=Path(env.get("NEWSBOT_VAULT") or data / "vault").expanduser(),
        vault_key=(env.get("NEWSBOT_VAULT_KEY") or "").strip() or None,
        warc=Path(env["NEWSBOT_WARC"]).expanduser() if env.get("NEWSBOT_WARC") else None,
        warc_bytes=_megabytes(env.get("NEWSBOT_WARC_MEGABYTES") or "1000"),
        warc_own=_one_of("NEWSBOT_WARC_OWN", env.get("NEWSBOT_WARC_OWN") or "keep", "keep", "omit") == "keep",
    )


def _megabytes(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= 1_000_000:  # noqa: PLR2004 (a terabyte)
        why = f"{value!r} is no number of megabytes"
        raise FixConfiguration("NEWSBOT_WARC_MEGABYTES", why, "Set it to 1000, say, or leave it out.")
    return int(value) * 1_000_000


def _one_of(name: str, value: str, first: str, second: str) -> str:
    if value not in {first, second}:
        cure = "Set it to one of them, or leave it out."
        raise FixConfiguration(name, f"{value!r} is neither {first} nor {second}", cure)
    return value


def gated_text(value: str) -> GatedText:
    """What is done with text that is declared not free. Raises `FixConfiguration`."""
    return cast("GatedText", _one_of("NEWSBOT_GATED_TEXT", value, "keep", "teaser"))
