"""Conditions that cannot hold together, told by their form alone."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from voc.domain.conversation import Speaker
from voc.domain.expressions import (
    Alternative,
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
    Measure,
    Near,
    Not,
    Order,
    Phrase,
    Regardless,
    Regex,
    Repeated,
    ScoreIs,
    Silence,
    SpokenBy,
    UtteranceCount,
    ValenceIs,
    Word,
    parts_of,
)
from voc.domain.moments import Phase
from voc.nlp.rules.bounds import Numeric, possible
from voc.nlp.rules.normal import alternatives, normal
from voc.nlp.rules.voices import can_meet, voices
from voc.nlp.rules.where import ONE_PHASE, ONE_SPEAKER, Where

_OPPOSITE = {
    Comparison.LESS: Comparison.AT_LEAST,
    Comparison.AT_MOST: Comparison.MORE,
    Comparison.AT_LEAST: Comparison.LESS,
    Comparison.MORE: Comparison.AT_MOST,
}
# Of what is longer, alternatives are not tried with all the rest: the work grows with the square.
MOST_TRIED = 10_000
AT_MOST_ONE = "这里最多有 1 句"
_LOWER = (Comparison.MORE, Comparison.AT_LEAST, Comparison.EQUAL)


def contradiction(both: Expression, where: Where) -> str | None:
    """Why the parts of a normal form cannot hold together where it is looked at; None where they may.

    >>> from voc.domain.expressions import one_word
    >>> contradiction(Both((one_word("a"), Not(one_word("a")))), Where())
    '既要有又要没有'
    """
    parts = both.parts if isinstance(both, Both) else (both,)
    reason = _clash(parts, where)
    if reason is not None:
        return reason
    alternatives_there = [one for part in parts if isinstance(part, Either) for one in part.parts]
    if len(parts) == 1 or len(alternatives_there) * len(parts) > MOST_TRIED:
        return None
    for either in parts:
        if isinstance(either, Either):
            others = tuple(part for part in parts if part is not either)
            reasons = [_clash((*others, *_flat(one)), where) for one in either.parts]
            if all(reasons):
                return reasons[0]
    return None


def _flat(part: Expression) -> tuple[Expression, ...]:
    return part.parts if isinstance(part, Both) else (part,)


def _clash(parts: Sequence[Expression], where: Where) -> str | None:
    holding = {one for part in parts for one in _implied(part, where)}
    denied = {one for part in holding if isinstance(part, Not) for one in alternatives(part.part)}
    all_denied = (set(one.parts) for one in denied if isinstance(one, Both))
    if denied & holding or any(those <= holding for those in all_denied):
        return "既要有又要没有"
    return _of_fields(holding) or _of_numbers(holding, where) or (_of_one_text(parts, where) if where.single else None)


def _implied(part: Expression, where: Where) -> Iterator[Expression]:
    """What holds where a part does, as far as it is told by words and by conditions on the whole contact."""
    yield part
    match part:
        case SpokenBy(_, inner) | InPhase(_, inner) | In(_, inner) | Edge(part=inner) | Regardless(_, inner):
            yield from (one for one in _inside(part, inner, where))
        case Both(inners) | AtLeast(None, inners):
            for inner in inners:
                yield from _implied(inner, where)
        case Except(inner, _):
            yield from _implied(inner, where)
        case Near() | Order() | Repeated():
            if isinstance(part, Repeated) and where.speaker in (None, Speaker.CUSTOMER):
                yield UtteranceCount(Comparison.AT_LEAST, part.times)
            for inner in parts_of(part):
                yield from _implied(normal(inner), where)


def _inside(scope: Expression, inner: Expression, where: Where) -> Iterator[Expression]:
    """What a scope implies outside of itself."""
    for one in _implied(normal(inner), where.within(scope)):
        match one:
            case FieldIs() | ScoreIs() | Not(FieldIs() | ScoreIs()):
                yield one
            case Phrase() | Regex() if not isinstance(scope, Regardless):
                # Of scopes of speakers the innermost counts, so that it may look past the one outside.
                if not isinstance(scope, SpokenBy) or where.speaker is None:
                    yield one
            case UtteranceCount(comparison, count) if comparison in _LOWER and not isinstance(scope, In):
                if not isinstance(scope, SpokenBy) or where.speaker is None:
                    yield UtteranceCount(Comparison.AT_LEAST, count + (comparison is Comparison.MORE))


def _of_fields(holding: Iterable[Expression]) -> str | None:
    fields: dict[ContactField, set[Alternative]] = {}
    for part in holding:
        if isinstance(part, FieldIs) and not _goes_by_sound(part):
            fields[part.field] = fields.get(part.field, set(part.values)) & set(part.values)
    if not all(fields.values()):
        return "同一个字段不会同时是两个值"
    for part in holding:
        if isinstance(part, Not) and isinstance(part.part, FieldIs) and part.part.field in fields:
            fields[part.part.field] -= set(part.part.values)
    return None if all(fields.values()) else "字段的值都被 NOT 排除了"


def _goes_by_sound(condition: FieldIs) -> bool:
    """Whether values that are written otherwise may be one of its own."""
    return any(isinstance(value, Word) and value.by_sound for value in condition.values)


def _of_numbers(holding: Iterable[Expression], where: Where) -> str | None:
    kinds: tuple[type[Numeric], ...] = (UtteranceCount, ScoreIs)
    if where.single:
        kinds = (*kinds, ValenceIs, Silence)
    for kind in kinds:
        own: list[Numeric] = [part for part in holding if isinstance(part, kind)]
        # Without a number at all, what is denied holds: only a count is always there.
        denied = [part.part for part in holding if isinstance(part, Not) and isinstance(part.part, kind)]
        if own or kind is UtteranceCount:
            own += [_opposite(one) for one in denied if one.comparison in _OPPOSITE]
        if len(own) > 1 and not possible(own):
            return "没有一个数同时符合这几个条件"
        if kind is UtteranceCount and where.single and not possible([*own, UtteranceCount(Comparison.AT_MOST, 1)]):
            return AT_MOST_ONE
    return None


def _opposite(condition: Numeric) -> Numeric:
    """The condition that holds of a number where another one does not.

    >>> _opposite(UtteranceCount(Comparison.LESS, 3))
    UtteranceCount(comparison=<Comparison.AT_LEAST: '>='>, count=3)
    """
    match condition:
        case UtteranceCount(comparison, count):
            return UtteranceCount(_OPPOSITE[comparison], count)
        case ScoreIs(comparison, satisfaction):
            return ScoreIs(_OPPOSITE[comparison], satisfaction)
        case ValenceIs(comparison, valence):
            return ValenceIs(_OPPOSITE[comparison], valence)
        case Silence(comparison, seconds):
            return Silence(_OPPOSITE[comparison], seconds)


def too_many(edge: Edge, where: Where) -> str | None:
    """Why the first or last utterances are fewer than they are said to be."""
    if edge.measure is not Measure.UTTERANCES:
        return None
    own = [one for one in _implied(normal(edge.part), where) if isinstance(one, UtteranceCount)]
    few = UtteranceCount(Comparison.AT_MOST, int(edge.amount))
    return None if possible([few, *own]) else f"这里最多有 {edge.amount:g} 句"


def _of_one_text(parts: Iterable[Expression], where: Where) -> str | None:
    """Why words that must all stand in one text do not."""
    hitting = [part for part in parts if must_hit(part)]
    for one, other in combinations(hitting, 2):
        if not can_meet(voices(one, where.speaker), voices(other, where.speaker)):
            return ONE_SPEAKER
        if apart(one, other):
            return ONE_PHASE
    return None


def apart(one: Expression, other: Expression) -> bool:
    """Whether the hits of both stand in different phases, so that they never share an utterance."""
    phases = phase_of(one), phase_of(other)
    return None not in phases and phases[0] is not phases[1]


def phase_of(part: Expression) -> Phase | None:
    """The phase in which every hit of a part stands; None where that is not told."""
    match part:
        case InPhase(phase, inner):
            return phase if must_hit(inner) else None
        case SpokenBy(_, inner) | Edge(part=inner) | Regardless(_, inner) | In(_, inner) | Except(inner, _):
            return phase_of(inner)
        case _:
            return None


def must_hit(part: Expression) -> bool:
    """Whether a part holds only with hits."""
    match part:
        case Phrase() | Regex() | Silence() | ValenceIs() | In() | Near() | Order() | Repeated():
            return True
        case Both(parts) | AtLeast(None, parts):
            return any(map(must_hit, parts))
        case Either(parts) | AtLeast(_, parts):
            return all(map(must_hit, parts))
        case SpokenBy() | InPhase() | Edge() | Regardless() | Except():
            return must_hit(parts_of(part)[0])
        case _:
            return False
