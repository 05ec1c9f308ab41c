"""Rule folders → rules.

A rule file is TOML. A file of rules names the factor of all of them: `factor = "rule.channel"`, then `[[rule]]` tables;
a file of lists has `[lists]` of words that any rule of the folder may use as `@name`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from voc.domain.expressions import NamedLists, Word
from voc.domain.reading import read
from voc.domain.rule import Rule
from voc.domain.taxonomy import Taxonomy
from voc.domain.toml_text import read_toml
from voc.errors import InputError, Place, RuleFileError, TaxonomyError, TomlError, opening_reason
from voc.nlp.rules.nearest import asking
from voc.nlp.rules.places import Layout, Origin
from voc.nlp.rules.rows import RuleRow, Table, strings
from voc.nlp.rules.sounds import LONGEST, sounds_known, too_many_hearings

LISTS = "lists.toml"


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


def read_rules(texts: Mapping[str, str], taxonomy: Taxonomy) -> tuple[RuleSet, tuple[RuleFileError, ...]]:
    """All rules that can be read, and all faults, in the order of the file names."""
    faults: list[RuleFileError] = []
    layouts = (Layout(name, texts[name]) for name in sorted(texts))
    tables = [(layout, table) for layout in layouts if (table := _table(layout, faults)) is not None]
    lists = _lists(tables, faults)
    rules: list[Rule] = []
    origins: dict[str, Origin] = {}
    for layout, table in tables:
        for rule, origin in _rules(layout, table, lists, taxonomy, faults):
            if rule.id in origins:
                reason = f"编号重复，另一条在 {origins[rule.id].place}"
                faults.append(RuleFileError(origin.place, rule.id, reason))
                continue
            origins[rule.id] = origin
            rules.append(rule)
    return RuleSet(tuple(rules), MappingProxyType(lists), MappingProxyType(origins)), tuple(faults)


def rule_texts(path: Path) -> dict[str, str]:
    """The rule files of a folder and those below it by their names in it.

    Of a file, that one, with the `lists.toml` beside it or in the folder above, whose lists it may use. InputError
    names the first file that cannot be read.
    """
    texts, faults = read_rule_texts(path)
    if faults:
        raise faults[0]
    return texts


def read_rule_texts(path: Path) -> tuple[dict[str, str], tuple[RuleFileError, ...]]:
    """The same of all files that can be read, and a fault for each that cannot; InputError where there are none."""
    paths = sorted(path.rglob("*.toml")) if path.is_dir() else _with_lists(path)
    if not paths:
        raise InputError(f"{path} 里没有规则文件（*.toml）")
    base = path if path.is_dir() else paths[-1].parent
    texts: dict[str, str] = {}
    faults: list[RuleFileError] = []
    for one in paths:
        try:
            # Editors on Windows put a mark of the byte order in front.
            texts[one.relative_to(base).as_posix()] = one.read_text(encoding="utf-8-sig")
        except OSError as error:
            faults.append(RuleFileError(Place(str(one)), None, f"无法读取规则文件：{opening_reason(error)}"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            faults.append(RuleFileError(Place(str(one), line), None, "无法读取规则文件：不是 UTF-8 文字"))
    return texts, tuple(faults)


def _with_lists(path: Path) -> list[Path]:
    """The file, then the nearest lists."""
    near = (path.parent / LISTS, path.absolute().parent.parent / LISTS)
    return [path.absolute(), *[lists.absolute() for lists in near if lists.is_file() and path.name != LISTS][:1]]


def _table(layout: Layout, faults: list[RuleFileError]) -> Table | None:
    try:
        table = read_toml(layout.text)
    except TomlError as error:
        place = Place(layout.file, error.line, error.column)
        faults.append(RuleFileError(place, None, f"不是有效的 TOML：{error.reason}"))
        return None
    except InputError as error:
        faults.append(RuleFileError(Place(layout.file), None, str(error)))
        return None
    rows = table.get("rule", [])
    if (
        not isinstance(table.get("lists", {}), dict)
        or not isinstance(rows, list)
        or set(table) - {"factor", "lists", "rule"}
    ):
        reason = "规则文件应由 factor、[[rule]] 或 [lists] 组成"
        faults.append(RuleFileError(Place(layout.file), None, reason))
        return None
    return table


def _lists(tables: Iterable[tuple[Layout, Table]], faults: list[RuleFileError]) -> dict[str, tuple[Word, ...]]:
    lists: dict[str, tuple[Word, ...]] = {}
    for layout, table in tables:
        for key, value in _mapping(table.get("lists", {})).items():
            if key in lists or not re.fullmatch(r"\w+", key):
                reason = "重复" if key in lists else "只能由字母、数字、下划线与汉字组成"
                faults.append(RuleFileError(layout.key("lists", key), None, f"词表名 {key} {reason}"))
                continue
            words, reasons = _list_words(value)
            place = layout.key("lists", key) if reasons else Place(layout.file)
            faults += [RuleFileError(place, None, f"词表 {key} 有误：{reason}") for reason in reasons]
            # What is sound of it is taken all the same, so that rules are not said to name a list that there is not.
            if words:
                lists[key] = words
    return lists


def _list_words(value: object) -> tuple[tuple[Word, ...], list[str]]:
    """Words of a list, and what is wrong with the others; one that begins with `~` is found by its sound."""
    try:
        given = strings(value)
    except TypeError as error:
        return (), [str(error)]
    if not given:
        return (), ["没有词"]
    words: list[Word] = []
    reasons: list[str] = []
    for text in given:
        try:
            words.append(_list_word(text))
        except ValueError as error:
            reasons.append(str(error))
    return tuple(dict.fromkeys(words)), reasons


def _list_word(given: str) -> Word:
    if given.lstrip().startswith("@"):
        hint = "把那个词表的词写进来，或在式子里写 @甲|@乙"
        raise ValueError(f"{given} 不能写在词表里，词表不引用别的词表：{hint}")
    by_sound = given.startswith("~")
    text = read(given.removeprefix("~")).text.strip()
    if not text:
        raise ValueError("有一个词是空的")
    if by_sound and not sounds_known(text):
        raise ValueError(f"{given} 不能按读音找：只能由汉字组成，最多 {LONGEST} 个")
    if by_sound and too_many_hearings(text):
        raise ValueError(f"{given} 不能按读音找：里面的多音字太多，只写读音要紧的两三个字")
    return Word(text, by_sound=by_sound)


def _rules(
    layout: Layout, table: Table, lists: NamedLists, taxonomy: Taxonomy, faults: list[RuleFileError]
) -> Iterator[tuple[Rule, Origin]]:
    rows = table.get("rule", [])
    if not rows:
        return
    factor = _factor(layout, table, taxonomy, faults)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        origin = Origin(layout, number)
        rule = RuleRow(_mapping(row), origin, lists).rule(factor or "", faults)
        if rule is not None and factor is not None:
            yield rule, replace(origin, conditions=(*row["when"], *row.get("unless", ())))


def _factor(layout: Layout, table: Table, taxonomy: Taxonomy, faults: list[RuleFileError]) -> str | None:
    try:
        return taxonomy.factor(str(table["factor"])).code
    except KeyError:
        faults.append(RuleFileError(Place(layout.file), None, '缺少 factor，如 factor = "rule.channel"'))
    except TaxonomyError as error:
        near = asking(str(table["factor"]), [factor.code for factor in taxonomy.factors])
        faults.append(RuleFileError(layout.key("", "factor"), None, f"{error}。{near}" if near else str(error)))
    return None


def _mapping(value: object) -> Table:
    return value if isinstance(value, dict) else {}
