"""Conditions that can never hold, told by their form alone."""

from voc.domain.expressions import (
    Alternative,
    AtLeast,
    Both,
    Comparison,
    ContactField,
    Either,
    Except,
    Expression,
    FieldIs,
    Not,
    Phrase,
    Regex,
    ScoreIs,
    Silence,
    UtteranceCount,
    ValenceIs,
    Word,
    parts_of,
)
from voc.nlp.passage import split_clauses
from voc.nlp.rules.normal import alternatives, normal


def never_holds(expression: Expression) -> str | None:
    """Why an expression (named lists expanded) never holds; None where it may.

    >>> from voc.domain.expressions import one_word
    >>> never_holds(one_word("卡，死"))
    '词里有断句的标点，一个分句里不会有'
    """
    match expression:
        case Phrase(groups):
            broken = any(all(isinstance(word, Word) and _broken(word.text) for word in group) for group in groups)
            return "词里有断句的标点，一个分句里不会有" if broken else None
        case Both(parts):
            return _contradiction(normal(expression)) or _first(parts)
        case Except(part, exception):
            covered = part == exception or (isinstance(exception, Either) and part in exception.parts)
            return "例外把它全部排除" if covered else never_holds(part)
        case Either(parts):
            return _all(parts)
        case AtLeast(least, parts):
            if least is not None and least > len(parts):
                return f"至少要 {least} 个，而只列了 {len(parts)} 个"
            return _first(parts) if least is None else (_all(parts) if least == 1 else None)
        case Not():
            return None
        case _:
            return _impossible(expression) or _first(parts_of(expression))


def _contradiction(both: Expression) -> str | None:
    """Why the parts of a normal form cannot hold together."""
    holding = set(both.parts) if isinstance(both, Both) else {both}
    denied = {one for part in holding if isinstance(part, Not) for one in alternatives(part.part)}
    all_denied = (set(one.parts) for one in denied if isinstance(one, Both))
    if denied & holding or any(parts <= holding for parts in all_denied):
        return "既要有又要没有"
    fields: dict[ContactField, set[Alternative]] = {}
    for part in holding:
        if isinstance(part, FieldIs):
            fields[part.field] = fields.get(part.field, set(part.values)) & set(part.values)
    return None if all(fields.values()) else "同一个字段不会同时是两个值"


def without_words(expression: Expression) -> bool:
    """Whether an expression is about no words at all, so that nothing could be its evidence."""
    match expression:
        case Phrase() | Regex() | ValenceIs() | Silence():
            return False
        case Not():
            return True
        case Both(parts) | Either(parts) | AtLeast(_, parts):
            return all(map(without_words, parts))
        case _:
            return all(map(without_words, parts_of(expression)[:1]))


def _first(parts: tuple[Expression, ...]) -> str | None:
    """Why the first of those that never hold does not."""
    return next((reason for part in parts if (reason := never_holds(part)) is not None), None)


def _all(parts: tuple[Expression, ...]) -> str | None:
    reasons = [never_holds(part) for part in parts]
    return reasons[0] if None not in reasons else None


def _impossible(condition: Expression) -> str | None:
    match condition:
        case Silence(comparison, bound):
            low, high = 0.0, float("inf")
        case UtteranceCount(comparison, bound):
            low, high = 0.0, float("inf")
        case ValenceIs(comparison, bound):
            low, high = -1.0, 1.0
        case ScoreIs(comparison, bound):
            low, high = 0.0, 1.0
        case _:
            return None
    under = (comparison is Comparison.LESS and bound <= low) or (comparison is Comparison.AT_MOST and bound < low)
    over = (comparison is Comparison.MORE and bound >= high) or (comparison is Comparison.AT_LEAST and bound > high)
    return "数超出了可能的范围" if under or over else None


def _broken(word: str) -> bool:
    """Whether a break stands inside a word."""
    return len(split_clauses(word)) > 1
