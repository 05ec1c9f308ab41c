"""Text → expression, with errors that say where and how to mend it."""

import re
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from voc.domain.expressions import Expression
from voc.errors import ExpressionError
from voc.nlp.rules.building import Builder
from voc.nlp.rules.hints import Fault, fault_at_character, fault_at_end, fault_at_token
from voc.nlp.rules.spelling import misspelt

LONGEST = 20_000
# Expressions kept as they were read: whenever a rule is added, all that are in use are read again.
KEPT = 4096
_LAST = re.compile(r'(meta:(?:"(?:[^"\\]|\\.)+"|[^\s=<>"][^\s=<>]*)|\w+|\S)\s*$')
# A measure whose number has begun: what is wrong in it is the measure's affair.
_MEASURE = re.compile(r"\b(SILENCE|VALENCE|SCORE|UTTERANCES)\s*[<>=]=?\s*(?:-?[\w.%]+)?$")


def parse(text: str, *, lists: Collection[str] | None = None) -> Expression:
    """Read an expression; ExpressionError has line, column and a hint.

    `lists` are the named lists there are; where it is None any name will do.

    >>> from voc.domain.expressions import printed
    >>> printed(parse("CUSTOMER(只能|必须 ..10 网点) and 投诉".replace("and", "AND")))
    'CUSTOMER((只能|必须) ..10 网点) AND 投诉'
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"式子超过 {LONGEST} 个字符", line=1, column=1, hint="请分成几条规则，或用词表 @名称")
    return _built(text, None if lists is None else frozenset(lists))


@lru_cache(KEPT)
def _built(text: str, lists: frozenset[str] | None) -> Expression:
    return Builder(lists).build(tree_of(text))


@cache
def _parser() -> Lark:
    grammar = files("voc").joinpath("nlp", "rules", "grammar.lark").read_text(encoding="utf8")
    return Lark(grammar, parser="lalr", maybe_placeholders=True)


def tree_of(text: str) -> Tree[Token]:
    """The parse tree; ExpressionError for a text that the grammar does not take."""
    try:
        return _parser().parse(text)
    except UnexpectedToken as error:
        expected = error.accepts or error.expected
        if error.token.type == "$END":
            raise _error(text, len(text), fault_at_end(text, expected)) from None
        position = error.pos_in_stream or 0
        fault = fault_at_token(str(error.token), _before(text, position), expected)
    except UnexpectedCharacters as error:
        position = error.pos_in_stream or 0
        fault = fault_at_character(text[position], _before(text, position))
    raise _error(text, *(misspelt(text, position, _breaks_off) or (position, fault)))


def _breaks_off(text: str) -> bool:
    """Whether a text that can be read so far ends where more must follow."""
    try:
        _parser().parse(text)
    except UnexpectedToken as error:
        return bool(error.token.type == "$END")
    except UnexpectedCharacters:
        return False
    return False


def _before(text: str, position: int) -> str | None:
    """The word or mark in front of a place."""
    found = _MEASURE.search(text, 0, position) or _LAST.search(text, 0, position)
    return found[1] if found else None


def _error(text: str, position: int, fault: Fault) -> ExpressionError:
    """
    >>> str(_error("a\\nbc", 3, Fault("错", "改")))
    '第 2 行第 2 列：错。改'
    """
    before = text[:position]
    line = before.count("\n") + 1
    return ExpressionError(fault.reason, line=line, column=position - before.rfind("\n"), hint=fault.hint)
