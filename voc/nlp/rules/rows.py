"""One `[[rule]]` table → a rule, with errors that name its file and line."""

from collections.abc import Mapping
from dataclasses import dataclass

from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.expressions import Expression, Guard, NamedLists
from voc.domain.rule import Rule, Says
from voc.errors import ExpressionError, InputError
from voc.nlp.rules.parser import parse

_KEYS = {"id", "description", "says", "speaker", "kind", "weight", "when", "unless", "allow", "matches", "spares"}
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule or list stands; `line` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One `[[rule]]` table and where it stands."""

    table: Table
    origin: Origin
    text: str
    section: tuple[int, int]
    lists: NamedLists

    @property
    def _name(self) -> str:
        return f"规则 {self.table.get('id', '（缺 id）')}"

    def _fault(self, reason: str) -> InputError:
        return InputError(f"{self.origin}：{self._name} {reason}")

    def rule(self, factor: str) -> Rule:
        unknown = set(self.table) - _KEYS
        if unknown:
            raise self._fault(f"有不认识的键：{'、'.join(sorted(unknown))}")
        try:
            says = Says(str(self.table["says"]))
            rule = Rule(
                id=str(self.table["id"]),
                factor=factor,
                description=str(self.table["description"]),
                says=says,
                speaker=Speaker(str(self.table.get("speaker", says.speaker))),
                kind=Kind(str(self.table.get("kind", Kind.PAIN))),
                weight=_weight(self.table.get("weight", 1.0)),
                when=self._expressions("when", self.table["when"]),
                unless=self._expressions("unless", self.table.get("unless", [])),
                allows=frozenset(Guard(name) for name in strings(self.table.get("allow", []))),
                matches=strings(self.table["matches"]),
                spares=strings(self.table.get("spares", [])),
            )
        except KeyError as error:
            raise self._fault(f"缺少 {error.args[0]}") from error
        except (TypeError, ValueError) as error:
            raise self._fault(f"有写错的值：{error}") from error
        if not rule.when or not rule.matches:
            raise self._fault("至少要有一个 when 和一个 matches")
        return rule

    def _expressions(self, key: str, value: object) -> tuple[Expression, ...]:
        return tuple(self._expression(key, source) for source in strings(value))

    def _expression(self, key: str, source: str) -> Expression:
        try:
            return parse(source, lists=self.lists)
        except ExpressionError as error:
            raise InputError(
                f"{self._place(source, error)}：{self._name} 的 {key} 有误：{error.reason}。{error.hint}"
            ) from error

    def _place(self, source: str, error: ExpressionError) -> str:
        """File, line and column; where the text is written with escapes, the place within the expression."""
        at = self.text.find(source, *self.section)
        if at < 0:
            return f"{self.origin}起，式子的第 {error.line} 行第 {error.column} 列"
        line = self.text.count("\n", 0, at) + error.line
        column = error.column + (at - self.text.rfind("\n", 0, at) - 1 if error.line == 1 else 0)
        return f"{Origin(self.origin.file, line)}第 {column} 列"


def _weight(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise ValueError("weight 应为不小于 0 的数")
    return float(value)


def strings(value: object) -> tuple[str, ...]:
    """Texts of a list; TypeError for anything else and for empty ones."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise TypeError("应为非空字符串的列表")
    return tuple(value)
