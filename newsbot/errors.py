"""Every error of newsbot, named for what to do next.

An error says what happened, carries the data it happened to, and tells the user the cure. Only these, and bugs, leave
the functions of this package: errors of drivers and libraries are wrapped where they are met.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any


class NewsbotError(Exception):
    """What happened (`what`), and what its reader can do about it (`cure`)."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.what} {self.cure}".strip()


class FixArgument(NewsbotError):
    """Something given on the command line, or to a function, cannot be used: give another."""

    def __init__(self, argument: str, value: object, why: str, cure: str = "") -> None:
        super().__init__(f"{argument} {value!r} cannot be used: {why}.", cure)
        self.argument = argument
        self.value = value


class FixConfiguration(NewsbotError):
    """A setting or an environment variable is wrong: change it."""

    def __init__(self, setting: str, why: str, cure: str) -> None:
        super().__init__(f"{setting}: {why}.", cure)
        self.setting = setting


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a site file."""

    file: str
    line: int
    where: str
    why: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.where}: {self.why}"
            if self.where
            else f"{self.file}:{self.line}: {self.why}"
        )


class FixSiteFile(NewsbotError):
    """One or more site files are wrong. `faults` names all of them at once, each with its file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(
            f"{count} in site files:\n{lines}\n", "Mend these lines; `newsbot sites check` reads the files again."
        )
        self.faults = faults


class MendOverrides(NewsbotError):
    """Lines of site files that matched on none of the pages they were tried on: correct them, or take them out."""

    def __init__(self, faults: list[Fault]) -> None:
        count = "1 override no longer matches" if len(faults) == 1 else f"{len(faults)} overrides no longer match"
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(
            f"{count}:\n{lines}\n",
            "Look at one of these pages in a browser and correct the line; where the reading is right without it, "
            "take it out.",
        )
        self.faults = faults


class GivePage(NewsbotError):
    """The overrides of a site could not be tried, for want of a page: give one."""

    def __init__(self, site: str, why: str) -> None:
        super().__init__(
            f"The overrides of {site} were not tried: {why}.",
            "Save an article of it in a browser, and try them on that: `newsbot sites check SITE --page FILE`.",
        )
        self.site = site
        self.why = why


class FixStore(NewsbotError):
    """The store cannot be used as it is, and trying again will not help: a wrong URI, no permission, a broken file."""

    def __init__(self, uri: str, why: str, cure: str) -> None:
        super().__init__(f"The store {uri} cannot be used: {why}.", cure)
        self.uri = uri


class RetryStore(NewsbotError):
    """The store did not take a batch, or may not have; the same batch can be sent again."""

    def __init__(self, uri: str, why: str) -> None:
        super().__init__(
            f"The store {uri} does not answer: {why}.",
            "Check that the server runs and can be reached (`newsbot doctor`). What was read waits in the outbox.",
        )
        self.uri = uri


class SetAside(FixStore):
    """The store kept the others of a batch, but will never keep these: put them aside, and go on.

    `answers` is what `save` would have returned, with None for each article that was not kept; `refused` says why, by
    its place in the batch.
    """

    def __init__(self, uri: str, answers: list[Any], refused: dict[int, str]) -> None:
        first = next(iter(refused.values()))
        which = "an article was" if len(refused) == 1 else f"{len(refused)} articles were"
        super().__init__(uri, f"{which} refused ({first})", "`newsbot doctor` lists what waits in the outbox, and why.")
        self.answers = answers
        self.refused = refused


class FixCredentials(NewsbotError):
    """The file of credentials is wrong. `faults` names all that is, each with its line, and never a value from it."""

    def __init__(self, faults: list[Fault]) -> None:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(
            f"{count} in the file of credentials:\n{lines}\n",
            "It says where a value is kept, not the value: env:NAME, file:PATH, cmd:COMMAND, keyring:SERVICE/NAME or "
            "prompt:.",
        )
        self.faults = faults


class GiveCredential(NewsbotError):
    """A value that a sign-in needs cannot be had from where it is said to be: give it there, or say another place.

    `reference` is where it was looked for, fit to be shown.
    """

    def __init__(self, site: str, name: str, reference: str, why: str, cure: str) -> None:
        super().__init__(f"The {name} for {site} cannot be had from {reference}: {why}.", cure)
        self.site = site
        self.name = name
        self.reference = reference
        self.why = why


class FixVault(NewsbotError):
    """The folder of saved sessions cannot be used as it is. What was saved there before stands as it was."""

    def __init__(self, place: object, why: str, cure: str) -> None:
        super().__init__(f"The saved sessions ({place}) cannot be used: {why}.", cure)
        self.place = str(place)
        self.why = why


class UnlockVault(FixVault):
    """Saved sessions cannot be opened: another key, no key, or a file that was damaged or changed.

    Nothing is ever written over what cannot be opened.
    """


class NotAPage(NewsbotError):
    """These bytes are no HTML page that can be read: empty, binary, too large."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url} is not a page: {why}.", "")
        self.url = url
        self.why = why


class NotAFeed(NewsbotError):
    """These bytes are no feed."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url} is not a feed: {why}.", "Open it in a browser; correct or remove it in the site file.")
        self.url = url
        self.why = why


class NotASitemap(NewsbotError):
    """These bytes are no sitemap."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"{url} is not a sitemap: {why}.", "Open it in a browser; correct or remove it in the site file."
        )
        self.url = url
        self.why = why


class RefuseAddress(NewsbotError):
    """This address must not be asked: not http(s), or not a public one."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"{url} was refused: {why}.", "Name the host yourself (a site file, or the command line) if you mean it."
        )
        self.url = url
        self.why = why


class TryLater(NewsbotError):
    """The server asked for patience, or could not be reached; the same request may work after `after`."""

    def __init__(self, url: str, why: str, after: timedelta | None = None) -> None:
        super().__init__(f"{url} could not be fetched: {why}.", "It is asked again at the next crawl.")
        self.url = url
        self.why = why
        self.after = after


class NoArticles(NewsbotError):
    """A site was explored and nothing on it could be read as an article: look at it by hand."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(
            f"No article was found on {url}: {why}.",
            "Give the address of its feed or of a section instead, or write a site file by hand (docs/sites.md).",
        )
        self.url = url


class InstallBrowser(NewsbotError):
    """Something needs a browser, and there is none that newsbot can drive: get one. Public pages need none."""

    def __init__(self, why: str, cure: str) -> None:
        super().__init__(f"No browser can be used: {why}.", cure)
        self.why = why


class BrowserGone(NewsbotError):
    """The browser, or a part of it, ended or hangs; the page in hand is lost, and the next use starts anew."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The browser was lost: {why}.", "Try again; where it happens often, the memory may be too small."
        )
        self.why = why


class BrowserTrouble(NewsbotError):
    """The browser lives, but could not do this on the page that it shows."""

    def __init__(self, doing: str, why: str) -> None:
        super().__init__(f"The browser could not {doing}: {why}.", "")
        self.doing = doing
        self.why = why


class BrowserSlow(BrowserTrouble):
    """The browser lives, but this was not done in time."""


class SignInFailed(NewsbotError):
    """An own login did not work. It was tried once, and must not be tried again unasked: accounts get locked.

    `step` counts from 1; 0 is before the first, and one more than there are is the proof after the last. `folder` holds
    a picture of the page, its HTML and the steps, all without secrets; None where nothing could be kept.
    """

    def __init__(self, where: FailedStep, why: str, cure: str) -> None:
        kept = f" A picture of it is in {where.folder}." if where.folder else ""
        page = f"“{where.title}” at {where.url}" if where.title else where.url
        at = f", at {where.step}. The page: {page}" if where.url else f", {where.step}"
        super().__init__(f"Signing in to {where.site} {why}{at}.{kept}", cure)
        self.where = where
        self.why = why


@dataclass(frozen=True, slots=True)
class FailedStep:
    """Where a sign-in stopped. All of it is fit to be shown: no secrets, no query in the address."""

    site: str
    number: int
    step: str  #: in words, such as `step 3 of 4 (click css:button)`
    title: str
    url: str
    folder: str | None


class SignInRefused(SignInFailed):
    """The site said no: a wrong password, an account that is locked."""


class SignInUnclear(SignInFailed):
    """The site showed something that the recipe does not know: a CAPTCHA, a new page, another form."""


class SignInYourself(NewsbotError):
    """An own login failed before, and may do harm if it is tried again by itself: its owner has to act first."""

    def __init__(self, site: str, why: str, cure: str) -> None:
        super().__init__(f"not tried: {why};", cure)
        self.site = site
        self.why = why


class AwaitOther(NewsbotError):
    """Another newsbot has been signing in to the same site for too long: wait for it, or end it."""

    def __init__(self, site: str, who: str, seconds: float) -> None:
        super().__init__(
            f"Another newsbot ({who}) is signing in to {site}, and did not end within {seconds:.0f} seconds.",
            "Two logins at the same time look like a theft: try again when it has ended, or end it.",
        )
        self.site = site


class CrawlFailed(NewsbotError):
    """A crawl that was started from Python did not end well; `exit_code` is that of `newsbot crawl`."""

    def __init__(self, exit_code: int, said: str) -> None:
        super().__init__(f"The crawl ended with exit code {exit_code}:\n{said}", "")
        self.exit_code = exit_code
