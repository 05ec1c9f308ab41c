"""Regular expressions in linear time (RE2): whatever a user writes, no text makes one run away.

RE2 was chosen before a backtracking engine with a time limit, because a limit would make the outcome depend on how
busy the machine is.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import re2

_HALVES = re.compile("[\ud800-\udfff]")
_META = set(".^$*+?{}[]()|\\")
# What may stand beside a place where nothing is matched: the end of the text or of a line, a letter, another sign.
_BESIDE = ("", "\n", "_", " ")
_PLAIN_ESCAPES = frozenset("dDwWsSbBAzntrfv")


@cache
def compiled(pattern: str) -> Any:
    """An RE2 pattern; `re2.error` for one that RE2 does not take."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def readable(text: str) -> str:
    """The text as RE2 can read it, of the same length: halves of characters stand for nothing."""
    return _HALVES.sub("\ufffd", text)


def spans_within(pattern: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    r"""Where a pattern hits wholly among some characters of a text; `^`, `$` and `\b` see what stands beside these.

    RE2 would read all of a text for each part of it. Nothing in a pattern asks for more than the one character beside.

    >>> [*spans_within("网点.*远", "网点近,网点远", 4, 7)], [*spans_within("^远", "网点远", 2, 3)]
    ([(4, 7)], [])
    """
    first = max(0, start - 1)
    around = readable(text[first : end + 1])
    for hit in compiled(pattern).finditer(around, start - first, end - first):
        yield hit.start() + first, hit.end() + first


def why_unusable(pattern: str) -> str | None:
    """The reason why RE2 does not take a pattern; None where it does."""
    try:
        compiled(pattern)
    except re2.error as error:
        reason = error.args[0]
        return reason.decode("utf8", "replace") if isinstance(reason, bytes) else str(reason)
    return None


def may_be_empty(pattern: str) -> bool:
    r"""Whether a pattern that RE2 takes matches nothing somewhere.

    >>> may_be_empty("转*"), may_be_empty(r"app|\b"), may_be_empty(r"app\b")
    (True, True, False)
    """
    search = compiled(pattern).finditer
    return any(hit.start() == hit.end() for around in product(_BESIDE, repeat=2) for hit in search("".join(around)))


def sure_literal(pattern: str) -> str | None:
    """Characters, at least one, that stand in every hit: the longest run outside groups and classes.

    None where nothing is sure, so that the pattern has to be tried on every text.

    >>> sure_literal("转.*不出去"), sure_literal("网点+远?"), sure_literal("a|b"), sure_literal(r"(网点)\\d")
    ('不出去', '网点', None, None)
    """
    if "(?" in pattern:
        return None
    runs, run, at = [], "", 0
    while at < len(pattern):
        character = pattern[at]
        if character == "|":
            return None
        if character not in _META:
            run, at = run + character, at + 1
            continue
        if character == "\\" and not pattern[at + 1].isalnum():
            run, at = run + pattern[at + 1], at + 2
            continue
        if character == "\\" and pattern[at + 1] not in _PLAIN_ESCAPES:
            # A named class, a code or a quotation: what follows belongs to it.
            return None
        # A quantifier that allows none takes the character before it away.
        runs.append(run[:-1] if character in "*?{" else run)
        run, at = "", _after(pattern, at)
    best = max((*runs, run), key=len)
    return best or None


def _after(pattern: str, at: int) -> int:
    """Where what begins at a metacharacter ends: an escape, a class, a group, a counted quantifier, or itself."""
    character = pattern[at]
    if character == "\\":
        return at + 2
    if character == "{":
        return pattern.find("}", at) + 1 or at + 1
    if character == "[":
        return _after_class(pattern, at)
    if character == "(":
        return _after_group(pattern, at)
    return at + 1


def _after_class(pattern: str, at: int) -> int:
    at += 2 if pattern[at + 1] == "^" else 1
    first = at
    while pattern[at] != "]" or at == first:
        if pattern.startswith("[:", at):
            at = pattern.find(":]", at) + 1
        at += 2 if pattern[at] == "\\" else 1
    return at + 1


def _after_group(pattern: str, at: int) -> int:
    at += 1
    while pattern[at] != ")":
        at = _after(pattern, at)
    return at + 1
