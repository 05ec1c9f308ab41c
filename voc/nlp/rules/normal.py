"""One form for expressions that say the same: `很慢|太慢`, `太慢 OR 很慢` and `ANY(很慢, 太慢)`."""

from collections.abc import Iterable, Iterator

from voc.domain.conversation import Speaker
from voc.domain.expressions import (
    AtLeast,
    Both,
    Either,
    Expression,
    NamedLists,
    Not,
    Phrase,
    SpokenBy,
    expand,
    printed,
)


def normal(expression: Expression, speaker: Speaker | None = None) -> Expression:
    """An expression (named lists expanded) with its alternatives apart, and all parts flat, once each and in order.

    What `speaker` is said to say is as good as said without that, where his words alone are looked at.
    """
    match expression:
        case Phrase(groups=(group,)) if len(group) > 1:
            return _joined(Either, (Phrase(((word,),)) for word in group))
        case Phrase(groups, gaps) if len(groups) > 1:
            return Phrase(tuple(tuple(sorted(set(group), key=repr)) for group in groups), gaps)
        case Either(parts) | AtLeast(1, parts):
            return _joined(Either, (normal(part, speaker) for part in parts))
        case Both(parts) | AtLeast(None, parts):
            return _joined(Both, (normal(part, speaker) for part in parts))
        case Not(part):
            return Not(normal(part, speaker))
        case SpokenBy(said_by, part) if said_by is speaker:
            return normal(part, speaker)
        case _:
            return expression


def alternatives(expression: Expression) -> tuple[Expression, ...]:
    """The alternatives of a normal form; itself where it is none."""
    return expression.parts if isinstance(expression, Either) else (expression,)


def alternatives_of(expressions: Iterable[Expression], lists: NamedLists, speaker: Speaker) -> tuple[Expression, ...]:
    """The alternatives of some expressions, each word of a group for itself, once each in their normal form."""
    normals = (normal(expand(expression, lists), speaker) for expression in expressions)
    return tuple(dict.fromkeys(piece for one in normals for piece in alternatives(one)))


def _joined(kind: type[Either] | type[Both], parts: Iterable[Expression]) -> Expression:
    flat = sorted(set(_flat(kind, parts)), key=printed)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _flat(kind: type[Either] | type[Both], parts: Iterable[Expression]) -> Iterator[Expression]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part
