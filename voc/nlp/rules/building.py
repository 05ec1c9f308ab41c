"""Parse tree → expression: numbers and names are checked here, where their places are still known."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar, cast

from lark import Token, Tree

from voc.domain.conversation import Speaker
from voc.domain.expressions import (
    WHOLE,
    Alternative,
    AtLeast,
    Both,
    Comparison,
    ContactField,
    Edge,
    Either,
    Except,
    Expression,
    Extent,
    FieldIs,
    Guard,
    In,
    InPhase,
    Measure,
    MetadataIs,
    Near,
    Not,
    ObjectIs,
    Order,
    Place,
    Regardless,
    Repeated,
    ScoreIs,
    Side,
    Silence,
    SpokenBy,
    UtteranceCount,
    ValenceIs,
)
from voc.domain.moments import Phase
from voc.nlp.rules import terms
from voc.nlp.rules.hints import FIELD_NAMES, FORMS, MEASURES
from voc.nlp.rules.nearest import asking
from voc.nlp.rules.terms import decimal, fail, whole

# Levels of what stands within another: the work on an expression is recursive.
DEEPEST = 30
# What opens a level; each begins with its operator or bracket.
_NESTING = frozenset(
    ("negated", "bracketed", "any_of", "all_of", "at_least", "spoken_by", "in_phase", "within", "edge", "regardless")
) | {"repeated"}
OBJECT, METADATA = "object", "meta:"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Builder:
    """`lists` are the names that may be used; None for any."""

    lists: Collection[str] | None

    def build(self, tree: Tree[Token], depth: int = 0) -> Expression:
        """The expression of a tree; ExpressionError for what the grammar cannot see.

        `depth` is the number of levels that it stands in.
        """
        opened = _levels(tree)
        if depth + len(opened) > DEEPEST:
            hint = f"括号、NOT 与接着写的 NEAR 一共最多 {DEEPEST} 层；去掉多余的括号，或分成几条规则"
            raise fail(opened[DEEPEST - depth], "套得太深", hint)
        inside = depth + len(opened)
        children = [self.build(child, inside) if isinstance(child, Tree) else child for child in tree.children]
        return cast(Expression, _BUILD[str(tree.data)](self, children))


def _levels(tree: Tree[Token]) -> list[Token]:
    """What opens the levels that the parts of a tree stand in: brackets, NOT, and each NEAR of a chain.

    Brackets around a group of a longer phrase are none: they are its own.
    """
    alone = tree.data == "phrase" and len(tree.children) == 1
    within = cast(Tree[Token], tree.children[0]) if alone else tree
    tokens = [child for child in within.children if isinstance(child, Token)]
    return tokens if tree.data == "near" else tokens[:1] if alone or tree.data in _NESTING else []


def _joined(kind: Callable[[tuple[Expression, ...]], Expression]) -> Callable[[Builder, list[Expression]], Expression]:
    return lambda _, parts: parts[0] if len(parts) == 1 else kind(tuple(parts))


# Operators -------------------------------------------------------------------------------------------------------


def _at_least(_: Builder, children: Sequence[object]) -> AtLeast:
    token, *parts = children
    least = _count(cast(Token, token), "至少几个", least=1)
    return AtLeast(least, tuple(cast(list[Expression], parts)))


def _near(_: Builder, children: Sequence[object]) -> Near:
    """A chain of them from left to right."""
    left, *rest = children
    for token, right in zip(rest[::2], rest[1::2], strict=True):
        left = Near(cast(Expression, left), cast(Expression, right), _amount(cast(Token, token)))
    return cast(Near, left)


def _order(_: Builder, children: Sequence[object]) -> Order:
    part, token, anchor, nth = children
    operator = cast(Token, token)
    number = None if nth is None else _nth(cast(Token, nth))
    distance = _amount(operator) if "/" in operator else None
    return Order(Place(operator.partition("/")[0]), cast(Expression, part), cast(Expression, anchor), number, distance)


def _amount(token: Token) -> int:
    """The number behind the stroke of an operator."""
    return whole(token, token.partition("/")[2])


def _nth(token: Token) -> int:
    number = whole(token, token[1:])
    if number < 1:
        raise fail(token, "第几次从 1 数起", "第一次写 #1；任何一次都算就不写")
    return number


def _edge(_: Builder, children: Sequence[object]) -> Edge:
    token, part = cast(Token, children[0]), children[1]
    side, amount = token.split("/")
    measure = Measure(amount[-1])
    number = decimal(token, amount[:-1])
    broken = measure is Measure.UTTERANCES and not number.is_integer()
    if number <= 0 or broken or (measure is Measure.PERCENT and number > WHOLE):
        raise fail(
            token,
            "多少要大于 0，百分数不超过 100，句数要是整数",
            "如 FIRST/3u(…)、LAST/30s(…)、FIRST/20%(…)",
        )
    return Edge(Side(side), number, measure, cast(Expression, part))


def _in_phase(_: Builder, children: Sequence[object]) -> InPhase:
    token, part = children
    names = {name: phase for phase in Phase for name in (phase.value, phase.label)}
    return InPhase(_named(cast(Token, token), names), cast(Expression, part))


def _regardless(_: Builder, children: Sequence[object]) -> Regardless:
    token, part = cast(Token, children[0]), cast(Expression, children[1])
    known = {guard.value: guard for guard in Guard}
    names = str(token).partition("/")[2].split("+")
    wrong = [name for name in names if name not in known]
    if wrong:
        hint = f"{asking(wrong[0], known)}可写：{'、'.join(known)}，几个之间用 +"
        at = len("ALLOW/") + sum(len(name) + 1 for name in takewhile(known.__contains__, names))
        raise fail(token, f"不认识“{'、'.join(wrong)}”", hint, at=at)
    return Regardless(frozenset(known[name] for name in names), part)


def _named(token: Token, names: dict[str, T]) -> T:
    operator, _, name = str(token).partition("/")
    if name not in names:
        hint = f"{asking(name, names)}可写：{'、'.join(names)}"
        raise fail(token, f"不认识“{name}”", hint, at=len(operator) + 1)
    return names[name]


def _repeated(_: Builder, children: Sequence[object]) -> Repeated:
    times = _count(cast(Token, children[0]), "重复几次", least=2)
    return Repeated(times, cast(Expression | None, children[1]))


def _count(token: Token, what: str, *, least: int) -> int:
    count = _amount(token)
    if count < least:
        raise fail(token, f"{what}不能小于 {least}", f"至少写 {least}")
    return count


# Conditions ------------------------------------------------------------------------------------------------------


def _silence(_: Builder, children: Sequence[Token]) -> Silence:
    return Silence(Comparison(str(children[0])), decimal(children[1], children[1][:-1]))


def _utterance_count(_: Builder, children: Sequence[Token]) -> UtteranceCount:
    number = decimal(children[1], children[1])
    if not number.is_integer():
        raise fail(children[1], "句数要是整数", "如 UTTERANCES>=10")
    return UtteranceCount(Comparison(str(children[0])), int(number))


def _valence(_: Builder, children: Sequence[Token]) -> ValenceIs:
    return ValenceIs(Comparison(str(children[0])), _bounded(children[1], -1.0, "情绪在 -1 与 1 之间"))


def _score(_: Builder, children: Sequence[Token]) -> ScoreIs:
    return ScoreIs(Comparison(str(children[0])), _bounded(children[1], 0.0, "分数按量表折算成 0（最差）到 1（最好）"))


def _bounded(token: Token, low: float, what: str) -> float:
    number = decimal(token, token)
    if not low <= number <= 1:
        raise fail(token, f"{number:g} 超出了范围", what)
    return number


def _field(_: Builder, children: Sequence[object]) -> FieldIs | MetadataIs | ObjectIs:
    name, values = cast(Token, children[0]), tuple(cast(list[Alternative], children[2:]))
    if name.startswith(METADATA):
        key = name.removeprefix(METADATA)
        return MetadataIs(terms.unquoted(key) if key.startswith('"') else key, values)
    if name == OBJECT:
        return ObjectIs(values)
    known = {field.value: field for field in ContactField}
    if str(name) not in known:
        raise fail(name, f"没有名为 {name} 的字段", _other_field(str(name), (*known, OBJECT)))
    return FieldIs(known[str(name)], values)


def _other_field(name: str, known: Sequence[str]) -> str:
    """What to write for a field that there is not."""
    if name.upper() in MEASURES:
        return f"运算符要大写：{FORMS[name.upper()]}"
    meant = f"是不是 {FIELD_NAMES[name]}？" if name in FIELD_NAMES else asking(name, known)
    return f"{meant}可写：{'、'.join(known)}；其他字段写成 meta:{name}=值"


_BUILD: dict[str, Callable[[Builder, list], object]] = {  # type: ignore[type-arg]
    "start": lambda _, parts: parts[0],
    "either": _joined(Either),
    "both": _joined(Both),
    "unless": lambda _, parts: Except(*parts),
    "negated": lambda _, parts: Not(parts[1]),
    "bracketed": lambda _, parts: parts[1],
    "order": _order,
    "near": _near,
    "phrase": lambda _, parts: terms.phrase(parts),
    "group": lambda _, parts: terms.group(parts),
    "word": lambda _, parts: terms.bare_word(parts),
    "quoted": lambda _, parts: terms.quoted_word(parts),
    "sound": lambda _, parts: terms.word_by_sound(parts),
    "list_name": lambda builder, parts: terms.list_name(parts, builder.lists),
    "regex": lambda _, parts: terms.regex(parts),
    "any_of": lambda _, parts: AtLeast(1, tuple(parts[1:])),
    "all_of": lambda _, parts: AtLeast(None, tuple(parts[1:])),
    "at_least": _at_least,
    "spoken_by": lambda _, parts: SpokenBy(Speaker[str(parts[0])], parts[1]),
    "in_phase": _in_phase,
    "within": lambda _, parts: In(Extent[str(parts[0])], parts[1]),
    "edge": _edge,
    "regardless": _regardless,
    "repeated": _repeated,
    "silence": _silence,
    "utterance_count": _utterance_count,
    "valence": _valence,
    "score": _score,
    "field": _field,
}
