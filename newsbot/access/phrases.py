"""Phrases: the words of notices in one language, as regular expressions on folded text (lower case, no accents)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phrases:
    """The words of one language.

    Every field from `please` on holds regular expressions, one or more a line; a line that ends in a backslash goes on
    in the next one. `<name>` stands for a group that `words` defines ("name = regular expression", one a line).
    `subscribe`, `register` and `login` are imperatives; `reading` are the purposes that make a gate of them ("to
    continue reading"), found before or after them. `skip`, `share`, `labels`, `missing` and `human` must fill their
    line. The others may stand anywhere in a short line, and must be so telling that no reporter would write them.
    """

    code: str  #: BCP 47
    stems: str  #: first four letters of words (whole words where shorter), one of which every notice has
    weak: str = ""  #: such stems that count in lines as short as a button only
    unspaced: bool = False  #: a script without blanks, or with prefixes: `stems` may stand inside of words
    words: str = ""
    please: str = ""  #: what may stand before an imperative
    tail: str = ""  #: what may follow an imperative on a button
    subscribe: str = ""
    register: str = ""
    login: str = ""
    reading: str = ""
    withheld: str = ""  #: this text is for some readers only
    labels: str = ""  #: the same as a label, which other stories carry too
    remaining: str = ""  #: so much of it is missing
    already: str = ""  #: already a subscriber?
    spent: str = ""  #: no free article is left
    left: str = ""  #: some are left
    app: str = ""
    account: str = ""  #: about the reader's own subscription
    adblock: str = ""
    consent: str = ""
    pay_or_consent: str = ""
    geo: str = ""
    script: str = ""
    newsletter: str = ""
    comments: str = ""
    skip: str = ""
    share: str = ""
    missing: str = ""  #: titles of pages that are not there
    human: str = ""  #: titles of pages that want to see a human
