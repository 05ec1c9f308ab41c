"""One `[[rule]]` table → a rule, with errors that name its file and line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TypeVar

from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.expressions import Expression, Guard, NamedLists
from voc.domain.rule import Example, Rule, Says
from voc.errors import ExpressionError, InputError
from voc.nlp.rules.parser import parse
from voc.nlp.rules.staging import staged

_KEYS = {"id", "description", "says", "speaker", "kind", "weight", "when", "unless", "allow", "matches", "spares"}
_NEEDED = ("id", "description", "says", "when", "matches")
# A vote that weighs more would not be heard beside others; all that were ever of use lie far below.
HEAVIEST = 10
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule or list stands; `line` counts from 1. `conditions` are those of a rule, and its exceptions, as they
    are written there."""

    file: str
    line: int
    conditions: tuple[str, ...] = field(default=(), compare=False)

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

    def rule(self, factor: str, faults: list[InputError]) -> Rule | None:
        """The rule; None where there is anything wrong with it, all of which is added to the faults."""
        found = [self._fault(f"缺少 {key}") for key in _NEEDED if key not in self.table]
        unknown = set(self.table) - _KEYS
        if unknown:
            found.insert(0, self._fault(f"有不认识的键：{'、'.join(sorted(unknown))}"))
        rule_id = self._taken("id", _id, found)
        description = self._taken("description", _text, found)
        says = self._taken("says", partial(_named, Says), found) or Says.COMPLAINT
        speaker = self._taken("speaker", partial(_named, Speaker), found)
        kind = self._taken("kind", partial(_named, Kind), found)
        allows = self._taken("allow", _guards, found)
        weight = self._taken("weight", _weight, found)
        texts = {key: self._taken(key, strings, found) or () for key in ("when", "unless")}
        own = partial(_examples, speaker or says.speaker)
        matches, spares = (self._taken(key, own, found) or () for key in ("matches", "spares"))
        when, unless = ([self._expression(key, source, found) for source in texts[key]] for key in ("when", "unless"))
        if not found and not (when and matches):
            found.append(self._fault("至少要有一个 when 和一个 matches"))
        if found and "spares" not in self.table:
            # Alone it is no fault here: rules in use may be without.
            found.append(self._fault("缺少 spares"))
        faults += found
        if found:
            return None
        return Rule(
            id=rule_id or "",
            factor=factor,
            description=description or "",
            says=says,
            speaker=speaker or says.speaker,
            kind=kind or Kind.PAIN,
            allows=frozenset(allows or ()),
            weight=1.0 if weight is None else weight,
            when=tuple(one for one in when if one is not None),
            unless=tuple(one for one in unless if one is not None),
            matches=matches,
            spares=spares,
        )

    def _taken(self, key: str, read: Callable[[object], T], faults: list[InputError]) -> T | None:
        """A value that is there, as it is read; one that is wrong is a fault."""
        if key not in self.table:
            return None
        try:
            return read(self.table[key])
        except (TypeError, ValueError) as error:
            faults.append(self._fault(f"有写错的值 {key}：{error}"))
            return None

    def _expression(self, key: str, source: str, faults: list[InputError]) -> Expression | None:
        try:
            return parse(source, lists=self.lists)
        except ExpressionError as error:
            place = self._place(source, error)
            faults.append(InputError(f"{place}：{self._name} 的 {key} 有误：{error.reason}。{error.hint}"))
            return None

    def _place(self, source: str, error: ExpressionError) -> str:
        """File, line and column; where the text is written with escapes, the place within the expression."""
        at = self.text.find(source, *self.section)
        if at < 0:
            return f"{self.origin}起，式子的第 {error.line} 行第 {error.column} 列"
        line = self.text.count("\n", 0, at) + error.line
        column = error.column + (at - self.text.rfind("\n", 0, at) - 1 if error.line == 1 else 0)
        return f"{Origin(self.origin.file, line)}第 {column} 列"


def _named(names: type[E], value: object) -> E:
    known = {str(one.value): one for one in names}
    if str(value) not in known:
        raise ValueError(f"应为 {'、'.join(known)} 之一")
    return known[str(value)]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("应为文字")
    return value


def _id(value: object) -> str:
    text = _text(value)
    if not text.strip():
        raise ValueError("不能是空的")
    return text


def _guards(value: object) -> tuple[Guard, ...]:
    return tuple(_named(Guard, name) for name in strings(value))


def _weight(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= HEAVIEST:
        raise ValueError(f"应为 0 到 {HEAVIEST} 的数，缺省是 1")
    return float(value)


def _examples(speaker: Speaker, value: object) -> tuple[Example, ...]:
    if not isinstance(value, list):
        raise TypeError("应为非空字符串的列表")
    return tuple(staged(one, speaker) if isinstance(one, dict) else strings([one])[0] for one in value)


def strings(value: object) -> tuple[str, ...]:
    """Texts of a list; TypeError for anything else and for empty ones."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise TypeError("应为非空字符串的列表")
    return tuple(value)
