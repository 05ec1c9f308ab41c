"""Rule folders → rules.

A rule file is TOML. A file of rules names the factor of all of them: `factor = "rule.channel"`, then `[[rule]]` tables;
a file of lists has `[lists]` of words that any rule of the folder may use as `@name`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.expressions import Expression, Guard, NamedLists, Word
from voc.domain.rule import Rule, Says
from voc.domain.taxonomy import Taxonomy
from voc.errors import ExpressionError, InputError, TaxonomyError
from voc.nlp.rules.parser import parse
from voc.nlp.text import read

_KEYS = {"id", "description", "says", "speaker", "kind", "weight", "when", "unless", "allow", "matches", "spares"}
LISTS = "lists.toml"
_HEADER = re.compile(r"^\s*\[\[\s*rule\s*\]\]", re.MULTILINE)
Table = Mapping[str, object]
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule or list stands; `line` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of a folder in the order of its files, the lists they share, and where each rule stands."""

    rules: tuple[Rule, ...]
    lists: NamedLists = field(hash=False)
    origins: Mapping[str, Origin] = field(hash=False)


def load_rules(texts: Mapping[str, str], taxonomy: Taxonomy) -> RuleSet:
    """Rules of some files by their names; InputError names file, line and reason of the first fault."""
    rule_set, faults = read_rules(texts, taxonomy)
    if faults:
        raise faults[0]
    return rule_set


def read_rules(texts: Mapping[str, str], taxonomy: Taxonomy) -> tuple[RuleSet, tuple[InputError, ...]]:
    """All rules that can be read, and all faults, in the order of the file names."""
    faults: list[InputError] = []
    tables = {name: table for name in sorted(texts) if (table := _table(name, texts[name], faults)) is not None}
    lists = _lists(tables, texts, faults)
    rules: list[Rule] = []
    origins: dict[str, Origin] = {}
    for name, table in tables.items():
        for rule, origin in _rules(name, table, texts[name], lists, taxonomy, faults):
            if rule.id in origins:
                faults.append(InputError(f"{origin}：规则编号 {rule.id} 重复，另一条在 {origins[rule.id]}"))
                continue
            origins[rule.id] = origin
            rules.append(rule)
    return RuleSet(tuple(rules), MappingProxyType(lists), MappingProxyType(origins)), tuple(faults)


def rule_texts(path: Path) -> dict[str, str]:
    """The rule files of a folder and those below it by their names in it.

    Of a file, that one, with the `lists.toml` beside it or in the folder above, whose lists it may use.
    """
    paths = sorted(path.rglob("*.toml")) if path.is_dir() else _with_lists(path)
    if not paths:
        raise InputError(f"{path} 里没有规则文件（*.toml）")
    base = path if path.is_dir() else paths[-1].parent
    try:
        return {one.relative_to(base).as_posix(): one.read_text(encoding="utf8") for one in paths}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"无法读取规则文件 {path}：{type(error).__name__}") from error


def _with_lists(path: Path) -> list[Path]:
    """The file, then the nearest lists."""
    near = (path.parent / LISTS, path.absolute().parent.parent / LISTS)
    return [path.absolute(), *[lists.absolute() for lists in near if lists.is_file() and path.name != LISTS][:1]]


def _table(name: str, text: str, faults: list[InputError]) -> Table | None:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.append(InputError(f"规则文件 {name} 不是有效的 TOML：{error}"))
        return None
    rows = table.get("rule", [])
    if (
        not isinstance(table.get("lists", {}), dict)
        or not isinstance(rows, list)
        or set(table) - {"factor", "lists", "rule"}
    ):
        faults.append(InputError(f"规则文件 {name} 应由 factor、[[rule]] 或 [lists] 组成"))
        return None
    return table


def _lists(
    tables: Mapping[str, Table], texts: Mapping[str, str], faults: list[InputError]
) -> dict[str, tuple[Word, ...]]:
    lists: dict[str, tuple[Word, ...]] = {}
    for name, table in tables.items():
        for key, value in _mapping(table.get("lists", {})).items():
            line = _line(texts[name], re.search(rf"^\s*{re.escape(key)}\s*=", texts[name], re.MULTILINE))
            if key in lists or not re.fullmatch(r"\w+", key):
                reason = "重复" if key in lists else "只能由字母、数字、下划线与汉字组成"
                faults.append(InputError(f"{Origin(name, line)}：词表名 {key} {reason}"))
                continue
            try:
                lists[key] = _list_words(value)
            except TypeError as error:
                faults.append(InputError(f"{Origin(name, line)}：词表 {key} 有误：{error}"))
    return lists


def _list_words(value: object) -> tuple[Word, ...]:
    """Words of a list; one that begins with `~` is found by its sound."""
    words = []
    for text in _strings(value):
        by_sound = text.startswith("~")
        words.append(Word(read(text.removeprefix("~")).text, by_sound=by_sound))
    if not words:
        raise TypeError("没有词")
    return tuple(dict.fromkeys(words))


def _rules(
    name: str, table: Table, text: str, lists: NamedLists, taxonomy: Taxonomy, faults: list[InputError]
) -> Iterator[tuple[Rule, Origin]]:
    rows = table.get("rule", [])
    if not rows:
        return
    try:
        factor = taxonomy.factor(str(table["factor"])).code
    except KeyError:
        faults.append(InputError(f'规则文件 {name} 缺少 factor，如 factor = "rule.channel"'))
        return
    except TaxonomyError as error:
        faults.append(InputError(f"规则文件 {name}：{error}"))
        return
    sections = _sections(text)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        section = sections[number] if number < len(sections) else (0, len(text))
        origin = Origin(name, text.count("\n", 0, section[0]) + 1)
        try:
            yield _Row(_mapping(row), origin, text, section, lists).rule(factor), origin
        except InputError as error:
            faults.append(error)


@dataclass(frozen=True, slots=True)
class _Row:
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
                allows=frozenset(Guard(name) for name in _strings(self.table.get("allow", []))),
                matches=_strings(self.table["matches"]),
                spares=_strings(self.table.get("spares", [])),
            )
        except KeyError as error:
            raise self._fault(f"缺少 {error.args[0]}") from error
        except (TypeError, ValueError) as error:
            raise self._fault(f"有写错的值：{error}") from error
        if not rule.when or not rule.matches:
            raise self._fault("至少要有一个 when 和一个 matches")
        return rule

    def _expressions(self, key: str, value: object) -> tuple[Expression, ...]:
        return tuple(self._expression(key, source) for source in _strings(value))

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


def _sections(text: str) -> list[tuple[int, int]]:
    starts = [found.start() + len(found[0]) - len(found[0].lstrip()) for found in _HEADER.finditer(text)]
    return list(zip(starts, [*starts[1:], len(text)], strict=False))


def _line(text: str, found: re.Match[str] | None) -> int:
    return 1 if found is None else text.count("\n", 0, found.end()) + 1


def _mapping(value: object) -> Table:
    return value if isinstance(value, dict) else {}


def _weight(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise ValueError("weight 应为不小于 0 的数")
    return float(value)


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise TypeError("应为非空字符串的列表")
    return tuple(value)
