"""Parse tree → expression: numbers, names and words are checked here, where their places are still known."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from lark import Token, Tree

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
    Extent,
    FieldIs,
    Guard,
    In,
    InPhase,
    ListName,
    Measure,
    MetadataIs,
    Near,
    Not,
    ObjectIs,
    Order,
    Phrase,
    Place,
    Regardless,
    Regex,
    Repeated,
    ScoreIs,
    Side,
    Silence,
    SpokenBy,
    UtteranceCount,
    ValenceIs,
    Word,
)
from voc.domain.expressions.words import MOST_GAP
from voc.domain.moments import Phase
from voc.errors import ExpressionError
from voc.nlp.rules.hints import RESERVED
from voc.nlp.rules.linear import compiled, why_unusable
from voc.nlp.rules.sounds import sounds_known
from voc.nlp.text import read

DEEPEST = 60
DEFAULT_GAP = 10
OBJECT, METADATA = "object", "meta:"
Node = Tree[Token] | Token | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Builder:
    """`lists` are the names that may be used; None for any."""

    lists: Collection[str] | None

    def build(self, tree: Tree[Token], depth: int = 0) -> Expression:
        """The expression of a tree; ExpressionError for what the grammar cannot see."""
        if depth > DEEPEST:
            raise ExpressionError("括号套得太深", line=1, column=1, hint=f"最多 {DEEPEST} 层")
        children = [self._child(child, depth) for child in tree.children]
        return cast(Expression, _BUILD[str(tree.data)](self, children))

    def _child(self, child: Node, depth: int) -> object:
        return self.build(child, depth + 1) if isinstance(child, Tree) else child


def _fail(token: Token, reason: str, hint: str) -> ExpressionError:
    return ExpressionError(reason, line=token.line or 1, column=token.column or 1, hint=hint)


def _joined(kind: Callable[[tuple[Expression, ...]], Expression]) -> Callable[[Builder, list[Expression]], Expression]:
    return lambda _, parts: parts[0] if len(parts) == 1 else kind(tuple(parts))


# Words -----------------------------------------------------------------------------------------------------------


def _word(_: Builder, children: Sequence[Token]) -> Word:
    token = children[0]
    if str(token) in RESERVED:
        raise _fail(token, f"{token} 是运算符，缺少它后面的内容", f'要找这个词本身时加引号："{token}"')
    return _read(token, str(token))


def _quoted(_: Builder, children: Sequence[Token]) -> Word:
    return _read(children[0], _unquoted(children[0]))


def _sound(_: Builder, children: Sequence[Token]) -> Word:
    token = children[1]
    text = read(_unquoted(token) if token.type == "QUOTED" else str(token)).text
    if not sounds_known(text):
        raise _fail(token, "按读音找的词只能由汉字组成", "去掉 ~，或只写汉字，最多 8 个")
    return Word(text, by_sound=True)


def _read(token: Token, text: str) -> Word:
    text = read(text).text.strip()
    if not text:
        raise _fail(token, "词是空的", "至少要有一个字")
    return Word(text)


def _unquoted(token: Token) -> str:
    return str(token)[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def _list_name(builder: Builder, children: Sequence[Token]) -> ListName:
    token = children[0]
    name = str(token)[1:]
    if builder.lists is not None and name not in builder.lists:
        known = "、".join(sorted(builder.lists)) or "（没有）"
        raise _fail(token, f"没有名为 {name} 的词表", f"已有的词表：{known}")
    return ListName(name)


def _group(_: Builder, children: Sequence[Alternative]) -> tuple[Alternative, ...]:
    return tuple(children)


def _phrase(_: Builder, children: Sequence[tuple[Alternative, ...] | Token]) -> Phrase:
    gaps = [child for child in children if isinstance(child, Token)]
    groups = [child for child in children if not isinstance(child, Token)]
    return Phrase(tuple(groups), tuple(_gap(token) for token in gaps))


def _gap(token: Token) -> int:
    gap = int(str(token)[2:] or DEFAULT_GAP)
    if gap > MOST_GAP:
        raise _fail(token, f"词组之间最多隔 {MOST_GAP} 个字", "更远的用 NEAR/词数 或 AND")
    return gap


def _regex(_: Builder, children: Sequence[Token | None]) -> Regex:
    pattern, excluding = (None if token is None else _pattern(token) for token in children)
    assert pattern is not None
    return Regex(pattern, excluding)


def _pattern(token: Token) -> str:
    pattern = _unescaped(str(token)[1:-1])
    reason = why_unusable(pattern)
    if reason is not None:
        raise _fail(token, f"正则不能用：{reason}", "正则按线性时间匹配，不支持前瞻、回看与反向引用")
    if compiled(pattern).search("") is not None:
        raise _fail(token, "正则能匹配空串，处处都算", "把 * 改成 +，或写上必有的字")
    return pattern


def _unescaped(pattern: str) -> str:
    """`\\/` to `/`, other escapes as they stand."""
    out, at = [], 0
    while at < len(pattern):
        step = 2 if pattern[at] == "\\" else 1
        piece = pattern[at : at + step]
        out.append("/" if piece == "\\/" else piece)
        at += step
    return "".join(out)


# Operators -------------------------------------------------------------------------------------------------------


def _at_least(_: Builder, children: Sequence[object]) -> AtLeast:
    token, *parts = children
    least = _count(cast(Token, token), "至少几个", least=1)
    return AtLeast(least, tuple(cast(list[Expression], parts)))


def _near(_: Builder, children: Sequence[object]) -> Near:
    left, token, right = children
    return Near(cast(Expression, left), cast(Expression, right), int(str(token).partition("/")[2]))


def _order(_: Builder, children: Sequence[object]) -> Order:
    part, token, anchor, nth = children
    place, within = [*str(token).split("/"), ""][:2]
    number = None if nth is None else _nth(cast(Token, nth))
    distance = int(within) if within else None
    return Order(Place(place), cast(Expression, part), cast(Expression, anchor), number, distance)


def _nth(token: Token) -> int:
    number = int(str(token)[1:])
    if number < 1:
        raise _fail(token, "第几次从 1 数起", "第一次写 #1；任何一次都算就不写")
    return number


def _edge(_: Builder, children: Sequence[object]) -> Edge:
    token, part = children
    side, amount = str(token).split("/")
    measure = Measure(amount[-1])
    number = float(amount[:-1])
    if number <= 0 or (measure is Measure.UTTERANCES and number != int(number)):
        raise _fail(cast(Token, token), "多少要大于 0，句数要是整数", "如 FIRST/3u(…)、LAST/30s(…)、FIRST/20%(…)")
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
        raise _fail(token, f"不认识“{'、'.join(wrong)}”", f"可写：{'、'.join(known)}，几个之间用 +")
    return Regardless(frozenset(known[name] for name in names), part)


def _named(token: Token, names: dict[str, T]) -> T:
    name = str(token).partition("/")[2]
    if name not in names:
        raise _fail(token, f"不认识“{name}”", f"可写：{'、'.join(names)}")
    return names[name]


def _repeated(_: Builder, children: Sequence[object]) -> Repeated:
    times = _count(cast(Token, children[0]), "重复几次", least=2)
    return Repeated(times, cast(Expression | None, children[1]))


def _count(token: Token, what: str, *, least: int) -> int:
    count = int(str(token).partition("/")[2])
    if count < least:
        raise _fail(token, f"{what}不能小于 {least}", f"至少写 {least}")
    return count


# Conditions ------------------------------------------------------------------------------------------------------


def _silence(_: Builder, children: Sequence[Token]) -> Silence:
    return Silence(Comparison(str(children[0])), float(str(children[1])[:-1]))


def _utterance_count(_: Builder, children: Sequence[Token]) -> UtteranceCount:
    number = float(str(children[1]))
    if number != int(number):
        raise _fail(children[1], "句数要是整数", "如 UTTERANCES>=10")
    return UtteranceCount(Comparison(str(children[0])), int(number))


def _valence(_: Builder, children: Sequence[Token]) -> ValenceIs:
    return ValenceIs(Comparison(str(children[0])), _bounded(children[1], -1.0, "情绪在 -1 与 1 之间"))


def _score(_: Builder, children: Sequence[Token]) -> ScoreIs:
    return ScoreIs(Comparison(str(children[0])), _bounded(children[1], 0.0, "分数按量表折算成 0（最差）到 1（最好）"))


def _bounded(token: Token, low: float, what: str) -> float:
    number = float(str(token))
    if not low <= number <= 1:
        raise _fail(token, f"{number:g} 超出了范围", what)
    return number


def _field(_: Builder, children: Sequence[object]) -> FieldIs | MetadataIs | ObjectIs:
    name, values = cast(Token, children[0]), tuple(cast(list[Alternative], children[2:]))
    if name.startswith(METADATA):
        return MetadataIs(name.removeprefix(METADATA), values)
    if name == OBJECT:
        return ObjectIs(values)
    known = {field.value: field for field in ContactField}
    if str(name) not in known:
        names = "、".join((*known, OBJECT))
        raise _fail(name, f"没有名为 {name} 的字段", f"可写：{names}；其他字段写成 meta:{name}=值")
    return FieldIs(known[str(name)], values)


_BUILD: dict[str, Callable[[Builder, list], object]] = {  # type: ignore[type-arg]
    "start": lambda _, parts: parts[0],
    "either": _joined(Either),
    "both": _joined(Both),
    "unless": lambda _, parts: Except(*parts),
    "negated": lambda _, parts: Not(parts[0]),
    "order": _order,
    "near": _near,
    "phrase": _phrase,
    "group": _group,
    "word": _word,
    "quoted": _quoted,
    "sound": _sound,
    "list_name": _list_name,
    "regex": _regex,
    "any_of": lambda _, parts: AtLeast(1, tuple(parts)),
    "all_of": lambda _, parts: AtLeast(None, tuple(parts)),
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
