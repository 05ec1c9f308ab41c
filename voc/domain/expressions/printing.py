"""The one written form of an expression: reading it gives the same expression again."""

import re
from collections.abc import Iterable
from decimal import Decimal

from voc.domain.expressions.conditions import (
    FieldIs,
    MetadataIs,
    ObjectIs,
    ScoreIs,
    Silence,
    UtteranceCount,
    ValenceIs,
)
from voc.domain.expressions.operators import (
    AtLeast,
    Both,
    Edge,
    Either,
    Except,
    Expression,
    In,
    InPhase,
    Near,
    Not,
    Order,
    Regardless,
    Repeated,
    SpokenBy,
)
from voc.domain.expressions.words import Alternative, ListName, Phrase, Regex

# Written without quotes: the operators are in capitals, and no reading has capital Latin letters.
_BARE = re.compile(r"(?:(?![A-Z])[\w+*%-])+")
_KEY = re.compile(r'[^\s=<>"][^\s=<>]*')
# How tightly an operator binds; inside a tighter one it needs brackets.
_OR, _AND, _UNLESS, _NOT, _ORDER, _NEAR, _ATOM = range(7)


def printed(expression: Expression) -> str:
    """The canonical form.

    >>> from voc.domain.expressions.words import one_word
    >>> printed(Both((Either((one_word("闪退"), one_word("卡 死"))), Not(one_word("网点")))))
    '(闪退 OR "卡 死") AND NOT 网点'
    """
    return _print(expression, _OR)


def _print(expression: Expression, around: int) -> str:
    binding, text = _written(expression)
    return text if binding >= around else f"({text})"


def _written(expression: Expression) -> tuple[int, str]:
    match expression:
        case Either(parts):
            return _OR, " OR ".join(_print(part, _AND) for part in parts)
        case Both(parts):
            return _AND, " AND ".join(_print(part, _UNLESS) for part in parts)
        case Except(part, exception):
            return _UNLESS, f"{_print(part, _NOT)} UNLESS {_print(exception, _NOT)}"
        case Not(part):
            return _NOT, f"NOT {_print(part, _NOT)}"
        case Order(place, part, anchor, nth, within):
            distance = "" if within is None else f"/{within}"
            number = "" if nth is None else f"#{nth}"
            return _ORDER, f"{_print(part, _NEAR)} {place}{distance} {_print(anchor, _NEAR)}{number}"
        case Near(left, right, words):
            return _NEAR, f"{_print(left, _NEAR)} NEAR/{words} {_print(right, _ATOM)}"
        case _:
            return _ATOM, _atom(expression)


def _atom(expression: Expression) -> str:
    match expression:
        case Phrase(groups, gaps):
            return _phrase(groups, gaps)
        case Regex(pattern, None):
            return _slashed(pattern)
        case Regex(pattern, str() as excluding):
            return f"{_slashed(pattern)} EXCEPT {_slashed(excluding)}"
        case AtLeast(1, parts):
            return _call("ANY", parts)
        case AtLeast(None, parts):
            return _call("ALL", parts)
        case AtLeast(least, parts):
            return _call(f"ATLEAST/{least}", parts)
        case SpokenBy(speaker, part):
            return _call(speaker.name, [part])
        case InPhase(phase, part):
            return _call(f"PHASE/{phase}", [part])
        case In(extent, part):
            return _call(extent.name, [part])
        case Edge(side, amount, measure, part):
            return _call(f"{side}/{_number(amount)}{measure}", [part])
        case Regardless(guards, part):
            return _call(f"ALLOW/{'+'.join(sorted(guards))}", [part])
        case Repeated(times, part):
            return _call(f"REPEAT/{times}", [] if part is None else [part])
        case _:
            return _condition(expression)


def _condition(expression: Expression) -> str:
    match expression:
        case Silence(comparison, seconds):
            return f"SILENCE{comparison}{_number(seconds)}s"
        case UtteranceCount(comparison, count):
            return f"UTTERANCES{comparison}{count}"
        case ValenceIs(comparison, valence):
            return f"VALENCE{comparison}{_number(valence)}"
        case ScoreIs(comparison, satisfaction):
            return f"SCORE{comparison}{_number(satisfaction)}"
        case FieldIs(field, values):
            return f"{field}={_group(values)}"
        case MetadataIs(key, values):
            return f"meta:{key if _KEY.fullmatch(key) else _quoted(key)}={_group(values)}"
        case ObjectIs(values):
            return f"object={_group(values)}"
        case _:
            raise AssertionError(expression)


def _call(name: str, parts: Iterable[Expression]) -> str:
    inside = ", ".join(printed(part) for part in parts)
    return f"{name}({inside})" if inside else name


def _phrase(groups: tuple[tuple[Alternative, ...], ...], gaps: tuple[int, ...]) -> str:
    if not gaps:
        return _group(groups[0])
    texts = [f"({_group(group)})" if len(group) > 1 else _group(group) for group in groups]
    return texts[0] + "".join(f" ..{gap} {text}" for gap, text in zip(gaps, texts[1:], strict=True))


def _group(group: tuple[Alternative, ...]) -> str:
    return "|".join(map(_alternative, group))


def _alternative(alternative: Alternative) -> str:
    if isinstance(alternative, ListName):
        return f"@{alternative.name}"
    text = alternative.text
    if not _BARE.fullmatch(text):
        text = _quoted(text)
    return f"~{text}" if alternative.by_sound else text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _slashed(pattern: str) -> str:
    """A pattern between slashes: `\\x` as it stands, a bare slash escaped."""
    return "/" + re.sub(r"(\\.)|/", lambda m: m[1] or r"\/", pattern, flags=re.DOTALL) + "/"


def _number(value: float) -> str:
    """
    >>> _number(3.0), _number(-0.25)
    ('3', '-0.25')
    """
    text = f"{Decimal(repr(value)):f}"
    return text.removesuffix(".0")
