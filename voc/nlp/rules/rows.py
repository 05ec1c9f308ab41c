"""One `[[rule]]` table → a rule, with errors that name its file and line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TypeVar

from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.expressions import Expression, Guard, NamedLists
from voc.domain.rule import Example, Rule, Says
from voc.errors import ExpressionError, Place, RuleFileError
from voc.nlp.rules.parser import parse
from voc.nlp.rules.places import Origin
from voc.nlp.rules.staging import staged

_KEYS = {"id", "description", "says", "speaker", "kind", "weight", "when", "unless", "allow", "matches", "spares"}
_NEEDED = ("id", "description", "says", "when", "matches")
# A vote that weighs more would not be heard beside others; all that were ever of use lie far below.
HEAVIEST = 10
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One `[[rule]]` table and where it stands."""

    table: Table
    origin: Origin
    lists: NamedLists

    def _fault(self, reason: str, place: Place | None = None) -> RuleFileError:
        """At the rule's own place where there is no nearer one."""
        rule_id = self.table.get("id")
        return RuleFileError(place or self.origin.place, None if rule_id is None else str(rule_id), reason)

    def rule(self, factor: str, faults: list[RuleFileError]) -> Rule | None:
        """The rule; None where there is anything wrong with it, all of which is added to the faults."""
        found = [self._fault(f"缺少 {key}") for key in _NEEDED if key not in self.table]
        unknown = set(self.table) - _KEYS
        if unknown:
            place = self.origin.value(min(unknown))
            found.insert(0, self._fault(f"有不认识的键：{'、'.join(sorted(unknown))}", place))
        rule_id = self._taken("id", _id, found)
        description = self._taken("description", _text, found)
        says = self._taken("says", partial(_named, Says), found) or Says.COMPLAINT
        speaker = self._taken("speaker", partial(_named, Speaker), found)
        kind = self._taken("kind", partial(_named, Kind), found)
        allows = self._taken("allow", _guards, found)
        weight = self._taken("weight", _weight, found)
        texts = {key: self._taken(key, strings, found) or () for key in ("when", "unless")}
        matches, spares = (self._examples(key, speaker or says.speaker, found) for key in ("matches", "spares"))
        when, unless = (self._expressions(key, texts[key], found) for key in ("when", "unless"))
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
            when=when,
            unless=unless,
            matches=matches,
            spares=spares,
        )

    def _taken(self, key: str, read: Callable[[object], T], faults: list[RuleFileError]) -> T | None:
        """A value that is there, as it is read; one that is wrong is a fault."""
        if key not in self.table:
            return None
        try:
            return read(self.table[key])
        except (TypeError, ValueError) as error:
            faults.append(self._fault(f"有写错的值 {key}：{error}", self.origin.value(key)))
            return None

    def _expressions(self, key: str, sources: Sequence[str], faults: list[RuleFileError]) -> tuple[Expression, ...]:
        """Those that can be read."""
        found: list[Expression] = []
        for number, source in enumerate(sources):
            try:
                found.append(parse(source, lists=self.lists))
            except ExpressionError as error:
                place = self.origin.character(key, number, _offset(source, error))
                faults.append(self._fault(f"{key} 有误：{error.reason}。{error.hint}", place))
        return tuple(found)

    def _examples(self, key: str, speaker: Speaker, faults: list[RuleFileError]) -> tuple[Example, ...]:
        """Those that can be read; what is wrong with each of the others is told on its own line."""
        found: list[Example] = []
        for number, one in enumerate(self._taken(key, _list, faults) or ()):
            try:
                found.append(staged(one, speaker) if isinstance(one, dict) else _said(one))
            except (TypeError, ValueError) as error:
                faults.append(self._fault(f"有写错的值 {key}：{error}", self.origin.value(key, number)))
        return tuple(found)


def _offset(text: str, error: ExpressionError) -> int:
    """How many characters stand before the place of an error."""
    above = text.split("\n")[: error.line - 1]
    return sum(len(line) + 1 for line in above) + error.column - 1


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


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("应为非空字符串的列表")
    return value


def _said(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("例句应为非空的文字，或写成表")
    return value


def strings(value: object) -> tuple[str, ...]:
    """Texts of a list; TypeError for anything else and for empty ones."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise TypeError("应为非空字符串的列表")
    return tuple(value)
