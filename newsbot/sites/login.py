"""Login: how the owner of an account signs in at a site. A recipe to be shared: it names secrets, and holds none.

The strings below the fields are what editors show (docs/site.schema.json); docs/sites.md teaches the keys.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from lxml import etree
from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)

from newsbot.hosts import is_this_computer
from newsbot.sites.part import Part
from newsbot.sites.predicates import MAX_LENGTH as LONGEST_PREDICATE
from newsbot.sites.predicates import parse_predicate
from newsbot.sites.selectors import compile_selector
from newsbot.sites.values import Selector, check_url, unrepeated
from newsbot.urls import on_hosts

#: Where the hosts of the site, and the names of the recipe's credentials, stand in the context of a validation.
HOSTS, NAMES = "hosts", "names"

NO_VALUES = "a recipe holds no values: give the name of a credential with `with:`; the secret stays on your machine"
#: What people write for `with` when they are about to write the secret itself.
_LITERALS = frozenset({"value", "text", "type", "secret", "literal", "username", "password", "email"})
_SECRET_PARAMETER = re.compile(
    r"pass(?:word|wd|phrase)?|pwd|pin|secret|(?:access|auth|api|id|refresh)?[_-]?token|api[_-]?key|otp|jwt|session[_-]?id",
    re.IGNORECASE,
)
_NO_ELEMENT = re.compile(r"(?:@[\w:.-]+|(?:text|comment|node)\(\))\s*$")
_NOT_FOR_BROWSERS = re.compile(r":contains\(|\[[^\]]*!=")
#: Headers that say who asks, for whom, or what the transport is: a token is none of these.
_NOT_FOR_TOKENS = re.compile(
    r"(?:cookie|host|user-agent|referer|origin|via|from|forwarded|x-forwarded-\S+|x-real-ip|x-client-ip|content-\S+|"
    r"transfer-encoding|connection|accept\S*|proxy-\S+|sec-\S+|if-\S+|range|te|upgrade)",
    re.IGNORECASE,
)

Key = Literal[
    "Enter",
    "Tab",
    "Space",
    "Escape",
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "Home",
    "End",
    "PageUp",
    "PageDown",
]


def _address(text: str, info: ValidationInfo) -> str:
    check_url(text)
    parts = urlsplit(text)
    secrets = [name for name, _ in parse_qsl(parts.query) if _SECRET_PARAMETER.fullmatch(name)]
    if secrets:
        raise ValueError(f"the address gives a value for {secrets[0]!r}; a recipe holds no secrets: leave it out")
    hosts = (info.context or {}).get(HOSTS)
    own = hosts is None or on_hosts(text, hosts)
    if parts.scheme.lower() == "https" or (own and is_this_computer(parts.hostname or "")):
        return text
    raise ValueError(
        "an address of a recipe begins with https://, since secrets are sent there; http is for sites on this computer"
    )


def _locator(text: str) -> str:
    language, _, expression = text.partition(":")
    compiled = compile_selector(text)
    if language == "css" and _NOT_FOR_BROWSERS.search(expression):
        raise ValueError("browsers know neither :contains() nor [a!=b]; write xpath:… for these")
    if language == "xpath" and _NO_ELEMENT.search(expression):
        raise ValueError("a step needs an element; the expression ends in something else: leave its end out")
    if not isinstance(compiled(etree.Element("html")), list):
        raise ValueError("a step needs an element; this gives a text, a number, or yes and no")  # noqa: TRY004
    return text


def _predicate(text: str) -> str:
    parse_predicate(text)
    return text


def _known_name(text: str, info: ValidationInfo) -> str:
    """The given text is never repeated: it may be the secret itself."""
    names = (info.context or {}).get(NAMES)
    if names is None or text in names:
        return text
    near = difflib.get_close_matches(text, names, n=1, cutoff=0.7)
    hint = f"did you mean {near[0]}?" if near else "write the name of one of them, never the value itself"
    raise ValueError(f"this is none of the names in login.credentials ({', '.join(names) or 'there are none'}); {hint}")


def _header(text: str) -> str:
    if _NOT_FOR_TOKENS.fullmatch(text):
        raise ValueError(f"a token is not sent as {text}; leave the key out for Authorization")
    return text


_PREDICATE_SCHEMA = {
    "pattern": "^(css|xpath|url|text|status):.+",
    "examples": ["css:a.logout", "url:^https://paper\\.example/account", "text:Signed in as", "status:403"],
}

Address = Annotated[str, AfterValidator(_address), Field(examples=["https://www.example.com/login"])]
Locator = Annotated[Selector, AfterValidator(_locator)]
PredicateText = Annotated[
    str, Field(max_length=LONGEST_PREDICATE + 10, json_schema_extra=_PREDICATE_SCHEMA), AfterValidator(_predicate)
]
PredicateList = Annotated[tuple[PredicateText, ...], Field(max_length=50), AfterValidator(unrepeated)]
Locators = Annotated[tuple[Locator, ...], Field(max_length=50), AfterValidator(unrepeated)]
CredentialName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$", examples=["username", "totp"])]
CredentialNames = Annotated[tuple[CredentialName, ...], Field(max_length=10), AfterValidator(unrepeated)]
KnownName = Annotated[str, AfterValidator(_known_name), Field(examples=["username", "password"])]


class _Filling(Part):
    #: So that what is dumped is what is read: `with` is no name that Python has for a field.
    model_config = ConfigDict(serialize_by_alias=True)


class Goto(Part):
    """Open a page."""

    goto: Address
    """The page, by https."""


class Fill(_Filling):
    """Write a credential into a field."""

    fill: Locator
    """The field."""
    credential: KnownName = Field(alias="with")
    """The name of the credential, from `credentials`; never its value."""


class Click(Part):
    """Click on something."""

    click: Locator
    """The element."""


class Press(Part):
    """Press a key."""

    press: Key
    """The key."""
    on: Locator | None = None
    """The field it is pressed in. Default: where the cursor is."""


class Select(Part):
    """Choose from a list."""

    select: Locator
    """The select element."""
    option: Annotated[str, Field(min_length=1, max_length=200)]
    """The value of the option, or what is read there."""


class Wait(Part):
    """Wait until something is there."""

    wait: Locator
    """The element."""


class Code(_Filling):
    """Write a one-time code into a field."""

    code: Locator
    """The field."""
    credential: KnownName = Field(alias="with")
    """The name of the credential that holds the seed which codes are made of (TOTP)."""


_STEPS: Mapping[str, type[Part]] = {
    "goto": Goto,
    "fill": Fill,
    "click": Click,
    "press": Press,
    "select": Select,
    "wait": Wait,
    "code": Code,
}


def _step(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """The model is chosen by its key: a union would tell the faults of all seven kinds for one bad step."""
    if isinstance(value, Part):
        return handler(value)
    if not isinstance(value, dict):
        raise ValueError(f"a step is a key and its value, as in `click: css:a`; keys: {', '.join(_STEPS)}")  # noqa: TRY004
    actions = [key for key in _STEPS if key in value]
    if not actions:
        near = [hit for key in value for hit in difflib.get_close_matches(str(key), _STEPS, n=1)]
        raise ValueError(f"no such step; did you mean {near[0]}?" if near else f"a step is one of {', '.join(_STEPS)}")
    if actions[0] in {"fill", "code"} and _LITERALS.intersection(value):
        raise ValueError(NO_VALUES)
    if len(actions) > 1:
        raise ValueError(f"{' and '.join(actions)} are {len(actions)} steps; put a dash before each")
    return _STEPS[actions[0]].model_validate(value, context=info.context)


Step = Annotated[Goto | Fill | Click | Press | Select | Wait | Code, WrapValidator(_step)]
Steps = Annotated[tuple[Step, ...], Field(max_length=50)]
_READ_STEPS: TypeAdapter[tuple[Goto | Fill | Click | Press | Select | Wait | Code, ...]] = TypeAdapter(Steps)


class Verify(Part):
    """A page that proves who is signed in."""

    url: Address
    """A page that only shows this to those who are signed in, such as the account's."""
    shows: Annotated[PredicateList, Field(min_length=1)]
    """What it shows then: any of these proves it."""


class Token(Part):
    """A token that the site's own scripts keep in the browser, and send along."""

    storage: Annotated[str, Field(min_length=1, max_length=200)]
    """Its key in local storage; where the value there is JSON, the path into it after a point: auth.token."""
    header: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$"), AfterValidator(_header)] = "Authorization"
    """The header that it is sent in."""
    prefix: Annotated[str, Field(max_length=20, pattern=r"^[ -~]*$")] = "Bearer "
    """What stands before it in the header."""
    paths: Annotated[
        tuple[Annotated[str, Field(pattern=r"^/[!-~]*$", max_length=300)], ...],
        Field(min_length=1, max_length=20),
        AfterValidator(unrepeated),
    ] = ("/",)
    """It is sent to those addresses of the site whose path begins so. Default: all."""


class Session(Part):
    """What a sign-in leaves behind."""

    kind: Literal["cookies", "bearer"] = "cookies"
    """What tells the site who asks: its cookies, or a token that its scripts send along."""
    token: Annotated[Token | None, Field(validate_default=True)] = None
    """Where the token is found, and where it is sent to; for bearer only."""
    userAgent: bool = False
    """Whether pages are asked for with the user agent of the browser that signed in; some sites bind sessions to it."""

    @field_validator("token")
    @classmethod
    def _as_the_kind_wants(cls, token: Token | None, info: ValidationInfo) -> Token | None:
        kind = info.data.get("kind")
        if kind == "bearer" and token is None:
            raise ValueError("is missing: say where the token is found, such as `token: {storage: access_token}`")
        if kind == "cookies" and token is not None:
            raise ValueError("is sent for `kind: bearer` only; add that, or take the token out")
        return token


class Login(Part):
    """How one signs in with an own account, and how a page shows whether that is still so. It holds no secrets."""

    start: Address | None = None
    """The page to begin with, if the steps do not begin with `goto`."""
    credentials: CredentialNames = ()
    """The names of what the steps fill in, such as username and password. Names only, no values."""
    consent: Locators = ()
    """Buttons of banners, which are clicked away whenever they stand in the way."""
    steps: Annotated[Steps, Field(validate_default=True)] = ()
    """What is done, in order. Where there are none, the owner signs in by hand."""
    success: PredicateList = ()
    """Any of these shows, after the last step, that the sign-in worked."""
    failure: PredicateList = ()
    """Any of these shows, at any step, that it was refused."""
    verify: Annotated[Verify | None, Field(validate_default=True)] = None
    session: Session = Session()
    loggedOut: PredicateList = ()
    """Any of these shows, on an article's page, that nobody is signed in."""
    teaser: PredicateList = ()
    """Any of these shows, on an article's page, that it was cut, whoever is signed in."""

    @field_validator("steps", mode="wrap")
    @classmethod
    def _steps_fit(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """The steps, with what they must know of the rest."""
        names = info.data.get("credentials")
        if names is None:  # they are wrong themselves, and said so
            return handler(value)
        steps = _READ_STEPS.validate_python(value, context={**(info.context or {}), NAMES: names})
        if steps and not isinstance(steps[0], Goto) and info.data.get("start", "") is None:
            raise ValueError("nothing says which page to begin with; let the first step be a `goto`, or give `start`")
        used = {step.credential for step in steps if isinstance(step, Fill | Code)}
        if unused := [name for name in names if name not in used]:
            raise ValueError(f"no step uses {', '.join(unused)}; add a `fill`, or take it out of `credentials`")
        return steps

    @field_validator("verify")
    @classmethod
    def _something_proves_it(cls, verify: Verify | None, info: ValidationInfo) -> Verify | None:
        if verify is None and info.data.get("success") == ():
            raise ValueError("nothing says how a sign-in is known to have worked; give `success` or `verify`, or both")
        return verify

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that the recipe names, each once: a browser that signs in must be able to open these."""
        named = [self.start, *(step.goto for step in self.steps if isinstance(step, Goto))]
        named.append(self.verify.url if self.verify else None)
        return tuple(dict.fromkeys(address for address in named if address))
