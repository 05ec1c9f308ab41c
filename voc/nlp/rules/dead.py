"""Conditions that can never hold, told by their form alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from voc.domain.conversation import Speaker
from voc.domain.expressions import (
    Alternative,
    AtLeast,
    Both,
    ContactField,
    Either,
    Except,
    Expression,
    FieldIs,
    In,
    InPhase,
    Near,
    Not,
    Order,
    Phrase,
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
from voc.nlp.passage import split_clauses
from voc.nlp.rules.bounds import possible
from voc.nlp.rules.normal import alternatives, normal
from voc.nlp.rules.voices import can_be, can_meet, voices


@dataclass(frozen=True, slots=True)
class _Where:
    """What is looked at around a condition: whose words, of which phase; `nothing` where phases exclude each other."""

    speaker: Speaker | None = None
    phase: Phase | None = None
    nothing: bool = False

    def in_phase(self, phase: Phase) -> "_Where":
        return replace(self, phase=phase, nothing=self.nothing or self.phase not in (None, phase))


def never_holds(expression: Expression, speaker: Speaker | None = None) -> str | None:
    """Why an expression (named lists expanded) never holds among the words of a speaker; None where it may.

    >>> from voc.domain.expressions import one_word
    >>> never_holds(one_word("卡，死"))
    '词里有断句的标点，一个分句里不会有'
    """
    return _reason(expression, _Where(speaker))


def _reason(expression: Expression, where: _Where) -> str | None:
    match expression:
        case Not():
            return None
        case Both(parts) | AtLeast(None, parts):
            return _contradiction(normal(expression)) or _first(parts, where)
        case Except(part, exception):
            covered = part == exception or (isinstance(exception, Either) and part in exception.parts)
            return "例外把它全部排除" if covered else _reason(part, where)
        case Either(parts):
            return _too_few(1, parts, where)
        case AtLeast(int(least), parts):
            return _too_few(least, tuple(dict.fromkeys(parts)), where)
        case SpokenBy(speaker, part):
            return _reason(part, replace(where, speaker=speaker))
        case InPhase(phase, part):
            return _reason(part, where.in_phase(phase))
        case Near() | Order() | Repeated():
            return _first(parts_of(expression), where) or _unrelated(expression, where)
        case _:
            return _first(parts_of(expression), where) or _impossible(expression, where)


def _unrelated(expression: Near | Order | Repeated, where: _Where) -> str | None:
    """Why words do not stand to each other as they are said to, or are not said again."""
    own = [voices(part, where.speaker) for part in parts_of(expression)]
    match expression:
        case Repeated(_, part):
            said = own[0] if part is not None else voices(expression, where.speaker)
            if part is None and where.nothing:
                return "一句话不会同时在两个阶段"
            return None if can_be(Speaker.CUSTOMER, said) else "REPEAT 要客户的话里有词，这里没有"
        case Near():
            if all(own) and not can_meet(*own):
                return "NEAR 两边是不同的人的话，不会在同一句里"
    return None if all(own) else "先后与远近要两边都有词，而有一边没有（如 NOT、句数、分数、字段）"


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
    if not all(fields.values()):
        return "同一个字段不会同时是两个值"
    counts = [part for part in holding if isinstance(part, UtteranceCount)]
    scores = [part for part in holding if isinstance(part, ScoreIs)]
    clash = any(len(own) > 1 and not possible(own) for own in (counts, scores))
    return "没有一个数同时符合这几个条件" if clash else None


def _first(parts: Iterable[Expression], where: _Where) -> str | None:
    """Why the first of those that never hold does not."""
    return next((reason for part in parts if (reason := _reason(part, where)) is not None), None)


def _too_few(least: int, parts: Sequence[Expression], where: _Where) -> str | None:
    """Why fewer than `least` of some different parts can hold."""
    if least > len(parts):
        return f"至少要 {least} 个，而只列了 {len(parts)} 个不同的"
    reasons = [reason for part in parts if (reason := _reason(part, where)) is not None]
    return reasons[0] if len(parts) - len(reasons) < least else None


def _impossible(condition: Expression, where: _Where) -> str | None:
    match condition:
        case Silence() | UtteranceCount() | ValenceIs() | ScoreIs() if not possible([condition]):
            return "数超出了可能的范围"
        case Phrase(groups) if any(all(map(_broken, group)) for group in groups):
            return "词里有断句的标点，一个分句里不会有"
        case ValenceIs() if where.speaker not in (None, Speaker.CUSTOMER):
            return "VALENCE 只看客户的话"
        case UtteranceCount(comparison, count):
            empty = where.nothing and not comparison.holds(0, count)
        case Phrase() | Regex() | Silence() | ValenceIs() | In():
            empty = where.nothing
        case _:
            return None
    return "一句话不会同时在两个阶段" if empty else None


def _broken(word: Alternative) -> bool:
    """Whether a break stands inside a word."""
    return isinstance(word, Word) and len(split_clauses(word.text)) > 1
