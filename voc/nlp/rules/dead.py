"""Conditions that can never hold or always do, told by their form alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from voc.domain.contact import ContactKind
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
from voc.nlp.passage import split_clauses
from voc.nlp.rules.bounds import always, possible
from voc.nlp.rules.contradictions import AT_MOST_ONE, apart, contradiction, must_hit, phase_of, too_many
from voc.nlp.rules.excluding import excluded
from voc.nlp.rules.kinds import kinds_of
from voc.nlp.rules.normal import alternatives, normal
from voc.nlp.rules.voices import can_be, can_meet, voices
from voc.nlp.rules.where import ONE_PHASE, Where

NO_KIND = "有的条件只在通话上成立，有的只在单独的调查上成立"
UNKNOWN_KIND = "kind 只能是 conversation（通话）或 survey_response（单独的调查）"
_BROKEN = "词里有断句的标点，一个分句里不会有"
_BEFORE_NUMBER = r"末尾是断句的标点，只有后面紧接着数字时才找得到；找标点本身写正则，如 /\?/"
_KINDS = {kind.value for kind in ContactKind}
_ONE = UtteranceCount(Comparison.AT_MOST, 1)
_IN_CLAUSE = "（例外只看命中的那个分句）"
_THERE = {ScoreIs: "只要有分数就成立", ValenceIs: "客户说的每句话都成立", Silence: "只要有时间就成立"}


def never_holds(expression: Expression, speaker: Speaker | None = None) -> str | None:
    """Why an expression (named lists expanded) never holds among the words of a speaker; None where it may.

    >>> from voc.domain.expressions import one_word
    >>> never_holds(one_word("卡，死"))
    '词里有断句的标点，一个分句里不会有'
    """
    return _never(expression, Where(speaker))


def always_holds(expression: Expression) -> str | None:
    """Why an expression (named lists expanded) holds on every contact; None where it may not.

    >>> from voc.domain.expressions import Comparison
    >>> always_holds(UtteranceCount(Comparison.AT_LEAST, 0))
    '没有一个数不符合'
    """
    return _always(expression, Where())


def idle_parts(expression: Expression, speaker: Speaker | None = None) -> Iterator[tuple[Expression, str]]:
    """Parts of an expression that may hold which never or always do, the outermost of each, with the reason."""
    yield from _idle(expression, Where(speaker))


def _idle(expression: Expression, where: Where) -> Iterator[tuple[Expression, str]]:
    for part in parts_of(expression):
        inside, more = where.within(expression), ""
        if isinstance(expression, Except) and part is expression.exception:
            inside, more = _beside(expression.part, where), _only_there(part)
        never, holds = _never(part, inside), _always(part, inside)
        if holds is not None:
            yield part, f"总是成立：{holds}"
        elif never is not None:
            yield part, f"不会成立：{never}{more}"
        else:
            yield from _idle(part, inside)
    if isinstance(expression, ScoreIs | ValenceIs | Silence) and always([expression]):
        yield expression, _THERE[type(expression)]
    if isinstance(expression, Phrase):
        for word in (word for group in expression.groups for word in group if _broken(word)):
            yield Phrase(((word,),)), f"不会成立：{_BROKEN}"
        for word in (word for group in expression.groups for word in group if _ends_clause(word)):
            yield Phrase(((word,),)), _BEFORE_NUMBER


def idle_exception(exception: Expression, speaker: Speaker) -> Iterator[tuple[Expression, str]]:
    """An exception (named lists expanded) of what a speaker says that never takes a hit of his away, or its parts."""
    where = _in_clause_of(speaker)
    never = _never(exception, where)
    if never is not None:
        yield exception, f"不会成立：{never}{_only_there(exception)}"
    else:
        yield from _idle(exception, where)


def always_excepts(exception: Expression, speaker: Speaker) -> str | None:
    """Why an exception (named lists expanded) of what a speaker says takes all hits of his away."""
    return _always(exception, _in_clause_of(speaker))


def _only_there(exception: Expression) -> str:
    """What to add to an exception that never holds where it is looked at, and may elsewhere."""
    return _IN_CLAUSE if _never(exception, Where()) is None else ""


def _in_clause_of(speaker: Speaker) -> Where:
    return Where(speaker, single=True, said_by=speaker)


def _beside(part: Expression, where: Where) -> Where:
    """Where an exception is looked at: in the clause of each hit; anywhere if a part may hold without one."""
    if not must_hit(part):
        return Where()
    heard = voices(part, where.speaker)
    speaker = next(iter(heard)) if len(heard) == 1 else None
    return replace(where, speaker=speaker, said_by=speaker, phase=phase_of(part) or where.phase, single=True)


def _never(expression: Expression, where: Where) -> str | None:
    reason = _reason(expression, where)
    return (None if kinds_of(expression, where) else NO_KIND) if reason is None else reason


def _always(expression: Expression, where: Where) -> str | None:
    match expression:
        case UtteranceCount() if always([expression]):
            return "没有一个数不符合"
        case Not(part):
            never = _never(part, where)
            return None if never is None else f"NOT 后面的不会成立（{never}）"
        case Both(parts) | AtLeast(None, parts):
            reasons = [_always(part, where) for part in parts]
            return reasons[0] if None not in reasons else None
        case Either(parts) | AtLeast(1, parts):
            return next(filter(None, (_always(part, where) for part in parts)), None) or _exhaustive(expression)
        case SpokenBy(_, part) | Regardless(_, part):
            return _always(part, where.within(expression))
        case _:
            return None


def _exhaustive(either: Expression) -> str | None:
    """Why one of some alternatives holds whatever the contact is."""
    own = set(alternatives(normal(either)))
    if any(isinstance(one, Not) and (one.part in own or set(alternatives(one.part)) <= own) for one in own):
        return "有或没有都算"
    counts = [one for one in own if isinstance(one, UtteranceCount)]
    return "没有一个数不符合" if counts and always(counts) else None


def _reason(expression: Expression, where: Where) -> str | None:
    match expression:
        case Not():
            return None
        case Both(parts) | AtLeast(None, parts):
            return contradiction(normal(expression), where) or _first(parts, where)
        case Except(part, exception):
            reason = _reason(part, where)
            if reason is None and excluded(part, exception):
                return "例外把它全部排除"
            always_there = None if reason is not None else _always(exception, _beside(part, where))
            return reason if always_there is None else f"例外总是成立（{always_there}），把它全部排除"
        case Either(parts):
            return _too_few(1, parts, where)
        case AtLeast(int(least), parts):
            return _too_few(least, tuple(dict.fromkeys(parts)), where)
        case SpokenBy(_, part) | InPhase(_, part):
            return _reason(part, where.within(expression))
        case Edge(part=part):
            return too_many(expression, where) or _reason(part, where.within(expression))
        case In(_, part):
            inside = where.within(expression)
            return _reason(part, inside) or contradiction(normal(part), inside) or _impossible(expression, where)
        case Near() | Order() | Repeated():
            return _first(parts_of(expression), where) or _unrelated(expression, where)
        case _:
            return _first(parts_of(expression), where) or _impossible(expression, where)


def _unrelated(expression: Near | Order | Repeated, where: Where) -> str | None:
    """Why words do not stand to each other as they are said to, or are not said again."""
    own = [voices(part, where.speaker) for part in parts_of(expression)]
    match expression:
        case Repeated(_, part):
            said = own[0] if part is not None else voices(expression, where.speaker)
            if where.nothing or where.single:
                return where.nothing or AT_MOST_ONE
            return None if can_be(Speaker.CUSTOMER, said) else "REPEAT 要客户的话里有词，这里没有"
        case Near():
            if all(own) and not can_meet(*own):
                return "NEAR 两边是不同的人的话，不会在同一句里"
            if apart(expression.left, expression.right):
                return ONE_PHASE
    return None if all(own) else "先后与远近要两边都有词，而有一边没有（如 NOT、句数、分数、字段）"


def _first(parts: Iterable[Expression], where: Where) -> str | None:
    """Why the first of those that never hold does not."""
    return next((reason for part in parts if (reason := _reason(part, where)) is not None), None)


def _too_few(least: int, parts: Sequence[Expression], where: Where) -> str | None:
    """Why fewer than `least` of some different parts can hold."""
    if least > len(parts):
        return f"至少要 {least} 个，而只列了 {len(parts)} 个不同的"
    reasons = [reason for part in parts if (reason := _reason(part, where)) is not None]
    return reasons[0] if len(parts) - len(reasons) < least else None


def _impossible(condition: Expression, where: Where) -> str | None:
    match condition:
        case Silence() | UtteranceCount() | ValenceIs() | ScoreIs() if not possible([condition]):
            return "数超出了可能的范围"
        case FieldIs(field=ContactField.KIND, values=values) if not _KINDS & {one.text for one in _plain(values)}:
            return UNKNOWN_KIND
        case Phrase(groups) if any(all(map(_broken, group)) for group in groups):
            return _BROKEN
        case ValenceIs() if where.speaker not in (None, Speaker.CUSTOMER):
            return "VALENCE 只看客户的话"
        case UtteranceCount() if where.single and not possible([condition, _ONE]):
            return AT_MOST_ONE
        case UtteranceCount(comparison, count):
            empty = not comparison.holds(0, count)
        case Phrase() | Regex() | Silence() | ValenceIs() | In():
            empty = True
        case _:
            return None
    return where.nothing if empty and where.nothing else None


def _plain(values: Sequence[Alternative]) -> Iterator[Word]:
    yield from (value for value in values if isinstance(value, Word))


def _broken(word: Alternative) -> bool:
    """Whether no clause has a word, as it has a break in it."""
    return isinstance(word, Word) and not _in_clause(word.text) and not _ends_clause(word)


def _ends_clause(word: Alternative) -> bool:
    """Whether a clause has a word only before a number: `.` breaks none in 3.5."""
    return isinstance(word, Word) and not _in_clause(word.text) and _in_clause(word.text, before="0")


def _in_clause(text: str, *, before: str = "") -> bool:
    return any(start == 0 and end >= len(text) for start, end in split_clauses(text + before))
