"""An expression in Chinese, for those who do not know the rule language."""

from collections.abc import Iterable

from voc.domain.expressions.conditions import (
    Comparison,
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
    Extent,
    In,
    InPhase,
    Measure,
    Near,
    Not,
    Order,
    Place,
    Regardless,
    Repeated,
    Side,
    SpokenBy,
)
from voc.domain.expressions.words import Alternative, ListName, Phrase, Regex

MOST_WORDS = 12
_COMPARED = {
    Comparison.LESS: "低于",
    Comparison.AT_MOST: "不超过",
    Comparison.EQUAL: "等于",
    Comparison.AT_LEAST: "至少",
    Comparison.MORE: "超过",
}
_UNITS = {Measure.UTTERANCES: "句", Measure.SECONDS: "秒", Measure.PERCENT: "%"}


def described(expression: Expression) -> str:
    """One sentence without its full stop.

    >>> from voc.domain.expressions.words import Word, one_word
    >>> described(Near(one_word("网点"), Phrase(((Word("远"), Word("排队")),)), 3))
    '“网点”与（“远”或“排队”）在同一句里相隔不超过 3 个词'
    """
    match expression:
        case Phrase(groups, gaps):
            return _phrase(groups, gaps)
        case Regex(pattern, excluding):
            return f"正则 {pattern}" + ("" if excluding is None else f"（同一分句里没有正则 {excluding}）")
        case Both(parts):
            return "，并且".join(map(_part, parts))
        case Either(parts):
            return "；或者".join(map(_part, parts))
        case Not(part):
            return f"没有{_part(part)}"
        case Except(part, exception):
            return f"{_part(part)}，但同一分句里有{_part(exception)}的不算"
        case AtLeast(least, parts):
            many = "以下全部" if least is None else f"以下至少 {least} 个"
            return f"{many}：{'、'.join(map(_part, parts))}"
        case Near(left, right, words):
            return f"{_part(left)}与{_part(right)}在同一句里相隔不超过 {words} 个词"
        case Order():
            return _order(expression)
        case _:
            return _scope(expression)


def _scope(expression: Expression) -> str:
    match expression:
        case SpokenBy(speaker, part):
            return f"{speaker.label}说：{described(part)}"
        case InPhase(phase, part):
            return f"在{phase.label}阶段：{described(part)}"
        case In(extent, part):
            return f"在同一{'分句' if extent is Extent.CLAUSE else '句'}里：{described(part)}"
        case Edge(side, amount, measure, part):
            where = "开头" if side is Side.FIRST else "结尾"
            return f"在{where} {amount:g} {_UNITS[measure]}里：{described(part)}"
        case Regardless(guards, part):
            return f"{described(part)}（{'、'.join(guard.label for guard in sorted(guards))}也算）"
        case Repeated(times, None):
            return f"客户把差不多的话说了至少 {times} 遍"
        case Repeated(times, part) if part is not None:
            return f"客户至少在 {times} 句里说{_part(part)}"
        case _:
            return _condition(expression)


def _condition(expression: Expression) -> str:
    match expression:
        case Silence(comparison, seconds):
            return f"说话前的静默{_COMPARED[comparison]} {seconds:g} 秒"
        case UtteranceCount(comparison, count):
            return f"话语数{_COMPARED[comparison]} {count} 句"
        case ValenceIs(comparison, valence):
            return f"情绪{_COMPARED[comparison]} {valence:g}"
        case ScoreIs(comparison, satisfaction):
            return f"调查分数（0 最差，1 最好）{_COMPARED[comparison]} {satisfaction:g}"
        case FieldIs(field, values):
            return f"字段 {field} 是{_group(values)}"
        case MetadataIs(key, values):
            return f"附加字段 {key} 是{_group(values)}"
        case ObjectIs(values):
            return f"业务对象是{_group(values)}或其下级"
        case _:
            raise AssertionError(expression)


def _order(order: Order) -> str:
    which = "任何一次" if order.nth is None else f"第 {order.nth} 次"
    anchor = f"{_part(order.anchor)}（{which}）"
    if order.place is Place.AROUND:
        return f"{_part(order.part)}在{anchor}前后 {order.within} 句之内"
    side = "之前" if order.place is Place.BEFORE else "之后"
    limit = "" if order.within is None else f" {order.within} 句之内"
    return f"{_part(order.part)}在{anchor}{side}{limit}"


def _part(expression: Expression) -> str:
    """What needs brackets inside another sentence."""
    text = described(expression)
    plain = isinstance(expression, Phrase) and len(expression.groups) == 1 == len(expression.groups[0])
    return text if plain else f"（{text}）"


def _phrase(groups: tuple[tuple[Alternative, ...], ...], gaps: tuple[int, ...]) -> str:
    texts = [_group(group) for group in groups]
    return texts[0] + "".join(f"，{gap} 个字以内接着{text}" for gap, text in zip(gaps, texts[1:], strict=True))


def _group(group: tuple[Alternative, ...]) -> str:
    shown = [_alternative(alternative) for alternative in group[:MOST_WORDS]]
    more = "" if len(group) <= MOST_WORDS else f"等 {len(group)} 个"
    return _listed(shown) + more


def _listed(shown: Iterable[str]) -> str:
    return "或".join(shown)


def _alternative(alternative: Alternative) -> str:
    if isinstance(alternative, ListName):
        return f"词表 {alternative.name} 里的词"
    return f"“{alternative.text}”" + ("（按读音）" if alternative.by_sound else "")
