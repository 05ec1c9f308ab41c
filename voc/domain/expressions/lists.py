"""Named lists of words, shared between rules."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from voc.domain.expressions.conditions import FieldIs, MetadataIs, ObjectIs
from voc.domain.expressions.operators import AtLeast, Expression, parts_of, with_parts
from voc.domain.expressions.words import Alternative, ListName, Phrase, Word

NamedLists = Mapping[str, tuple[Word, ...]]


def expand(expression: Expression, lists: NamedLists) -> Expression:
    """The expression with the words of the lists it names; KeyError for an unknown list.

    >>> from voc.domain.expressions.printing import printed
    >>> branch = Phrase(((ListName("branch"),),))
    >>> printed(expand(branch, {"branch": (Word("网点"), Word("柜台"))}))
    '网点|柜台'
    """
    match expression:
        case Phrase(groups):
            return replace(expression, groups=tuple(_words(group, lists) for group in groups))
        case FieldIs() | MetadataIs() | ObjectIs():
            return replace(expression, values=_words(expression.values, lists))
        case AtLeast(parts=parts):
            singles = tuple(one for part in parts for one in _singles(part, lists))
            return replace(expression, parts=tuple(expand(part, lists) for part in singles))
        case _:
            return with_parts(expression, [expand(part, lists) for part in parts_of(expression)])


def _singles(part: Expression, lists: NamedLists) -> Iterable[Expression]:
    """A list named alone counts word by word."""
    match part:
        case Phrase(groups=((ListName(name),),)):
            return (Phrase(((word,),)) for word in lists[name])
        case _:
            return (part,)


def _words(group: tuple[Alternative, ...], lists: NamedLists) -> tuple[Alternative, ...]:
    words: list[Word] = []
    for alternative in group:
        words += lists[alternative.name] if isinstance(alternative, ListName) else (alternative,)
    return tuple(dict.fromkeys(words))


def lists_in(expression: Expression) -> frozenset[str]:
    """Names of all lists that an expression uses."""
    match expression:
        case Phrase(groups):
            own = [alternative for group in groups for alternative in group]
        case FieldIs(values=values) | MetadataIs(values=values) | ObjectIs(values=values):
            own = list(values)
        case _:
            own = []
    names = {alternative.name for alternative in own if isinstance(alternative, ListName)}
    return frozenset(names.union(*(lists_in(part) for part in parts_of(expression))))
