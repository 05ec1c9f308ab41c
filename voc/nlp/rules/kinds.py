"""On which kinds of contacts a condition may hold, told by its form alone."""

from collections.abc import Iterable

from voc.domain.contact import ContactKind
from voc.domain.expressions import (
    AtLeast,
    Both,
    Comparison,
    ContactField,
    Edge,
    Either,
    Except,
    Expression,
    FieldIs,
    In,
    InPhase,
    MetadataIs,
    Near,
    Not,
    Order,
    Phrase,
    Regex,
    Repeated,
    ScoreIs,
    Silence,
    UtteranceCount,
    ValenceIs,
    Word,
    parts_of,
)
from voc.nlp.rules.bounds import possible
from voc.nlp.rules.where import Where

Kinds = frozenset[ContactKind]
ANY_KIND: Kinds = frozenset(ContactKind)
CALLS: Kinds = frozenset((ContactKind.CONVERSATION,))
SURVEYS = ANY_KIND - CALLS
_SOME = UtteranceCount(Comparison.MORE, 0)
_OF_ANY = (ContactField.CHANNEL, ContactField.QUEUE)


def kinds_of(expression: Expression, where: Where) -> Kinds:
    """The kinds of contacts on which an expression (named lists expanded) may hold, some of which it may not.

    >>> from voc.domain.expressions import Comparison
    >>> sorted(kinds_of(UtteranceCount(Comparison.MORE, 3), Where()))
    [<ContactKind.CONVERSATION: 'conversation'>]
    """
    match expression:
        case Both(parts) | AtLeast(None, parts):
            return _all_of(parts, where)
        case Either(parts) | AtLeast(1, parts):
            return frozenset[ContactKind]().union(*(kinds_of(part, where) for part in parts))
        case AtLeast(int(least), parts):
            own = [kinds_of(part, where) for part in dict.fromkeys(parts)]
            return frozenset(kind for kind in ANY_KIND if sum(kind in one for one in own) >= least)
        case Near(left, right):
            return _all_of((left, right), where)
        case Order(_, part, anchor):
            return _all_of((part, anchor), where)
        case Not(FieldIs(field=ContactField.KIND) as part):
            return ANY_KIND - kinds_of(part, where)
        case Not() | MetadataIs() | ScoreIs():
            return ANY_KIND
        case Except(part, _):
            return kinds_of(part, where)
        case FieldIs(field, values):
            return _of_field(field, {value.text for value in values if isinstance(value, Word)})
        case UtteranceCount():
            return _of_count(expression, where)
        case Silence() | Repeated():
            return CALLS
        case Phrase() | Regex() | ValenceIs():
            return CALLS if where.in_call else ANY_KIND
        case InPhase(_, part) | Edge(part=part):
            return CALLS & kinds_of(part, where.within(expression))
        case _:
            own = [kinds_of(part, where.within(expression)) for part in parts_of(expression)]
            in_call = isinstance(expression, In) and where.in_call
            return (CALLS if in_call else ANY_KIND).intersection(*own)


def _all_of(parts: Iterable[Expression], where: Where) -> Kinds:
    return ANY_KIND.intersection(*(kinds_of(part, where) for part in parts))


def _of_field(field: ContactField, values: set[str]) -> Kinds:
    if field is ContactField.KIND:
        return frozenset(kind for kind in ANY_KIND if kind.value in values)
    return ANY_KIND if field in _OF_ANY else CALLS


def _of_count(count: UtteranceCount, where: Where) -> Kinds:
    """A survey has no utterances, a call at least one, though none of some speaker or phase."""
    surveys = SURVEYS if count.comparison.holds(0, count.count) else frozenset[ContactKind]()
    return surveys | (CALLS if where != Where() or possible([count, _SOME]) else frozenset())
