"""`newsbot sites`: the site files, bundled and own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from newsbot.cli import adding
from newsbot.cli.console import out, say
from newsbot.config import read_config
from newsbot.sites.catalog import check_sites, list_sites, load_site
from newsbot.sites.document import write_site

sites_app = typer.Typer(no_args_is_help=True, help="List, show, check and add site files.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(sites_app, name="sites")
    sites_app.command("add")(adding.add)
