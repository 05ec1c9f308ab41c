"""Rule folders → rules.

A rule file is TOML. A file of rules names the factor of all of them: `factor = "rule.channel"`, then `[[rule]]` tables;
a file of lists has `[lists]` of words that any rule of the folder may use as `@name`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from voc.domain.expressions import NamedLists, Word
from voc.domain.reading import read
from voc.domain.rule import Rule
from voc.domain.taxonomy import Taxonomy
from voc.domain.toml_text import read_toml
from voc.errors import InputError, TaxonomyError, opening_reason
from voc.nlp.rules.nearest import asking
from voc.nlp.rules.rows import Origin, RuleRow, Table, strings
from voc.nlp.rules.sounds import LONGEST, sounds_known

LISTS = "lists.toml"
_HEADER = re.compile(r"^\s*\[\[\s*rule\s*\]\]", re.MULTILINE)


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

    Of a file, that one, with the `lists.toml` beside it or in the folder above, whose lists it may use. InputError
    names the first file that cannot be read.
    """
    texts, faults = read_rule_texts(path)
    if faults:
        raise faults[0]
    return texts


def read_rule_texts(path: Path) -> tuple[dict[str, str], tuple[InputError, ...]]:
    """The same of all files that can be read, and a fault for each that cannot; InputError where there are none."""
    paths = sorted(path.rglob("*.toml")) if path.is_dir() else _with_lists(path)
    if not paths:
        raise InputError(f"{path} 里没有规则文件（*.toml）")
    base = path if path.is_dir() else paths[-1].parent
    texts: dict[str, str] = {}
    faults: list[InputError] = []
    for one in paths:
        try:
            # Editors on Windows put a mark of the byte order in front.
            texts[one.relative_to(base).as_posix()] = one.read_text(encoding="utf-8-sig")
        except OSError as error:
            faults.append(InputError(f"无法读取规则文件 {one}：{opening_reason(error)}"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            faults.append(InputError(f"无法读取规则文件 {one}：不是 UTF-8 文字（第 {line} 行）"))
    return texts, tuple(faults)


def _with_lists(path: Path) -> list[Path]:
    """The file, then the nearest lists."""
    near = (path.parent / LISTS, path.absolute().parent.parent / LISTS)
    return [path.absolute(), *[lists.absolute() for lists in near if lists.is_file() and path.name != LISTS][:1]]


def _table(name: str, text: str, faults: list[InputError]) -> Table | None:
    try:
        table = read_toml(text)
    except InputError as error:
        faults.append(InputError(f"规则文件 {name} {error}"))
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
            line = _line_of(key, texts[name], "lists")
            if key in lists or not re.fullmatch(r"\w+", key):
                reason = "重复" if key in lists else "只能由字母、数字、下划线与汉字组成"
                faults.append(InputError(f"{Origin(name, line)}：词表名 {key} {reason}"))
                continue
            words, reasons = _list_words(value)
            faults += [InputError(f"{Origin(name, line)}：词表 {key} 有误：{reason}") for reason in reasons]
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
    return Word(text, by_sound=by_sound)


def _rules(
    name: str, table: Table, text: str, lists: NamedLists, taxonomy: Taxonomy, faults: list[InputError]
) -> Iterator[tuple[Rule, Origin]]:
    rows = table.get("rule", [])
    if not rows:
        return
    factor = _factor(name, table, text, taxonomy, faults)
    sections = _sections(text)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        section = sections[number] if number < len(sections) else (0, len(text))
        origin = Origin(name, text.count("\n", 0, section[0]) + 1)
        rule = RuleRow(_mapping(row), origin, text, section, lists).rule(factor or "", faults)
        if rule is not None and factor is not None:
            yield rule, replace(origin, conditions=(*row["when"], *row.get("unless", ())))


def _factor(name: str, table: Table, text: str, taxonomy: Taxonomy, faults: list[InputError]) -> str | None:
    try:
        return taxonomy.factor(str(table["factor"])).code
    except KeyError:
        faults.append(InputError(f'规则文件 {name} 缺少 factor，如 factor = "rule.channel"'))
    except TaxonomyError as error:
        place = Origin(name, _line_of("factor", text))
        near = asking(str(table["factor"]), [factor.code for factor in taxonomy.factors])
        faults.append(InputError(f"{place}：{error}" + (f"。{near}" if near else "")))
    return None


def _sections(text: str) -> list[tuple[int, int]]:
    starts = [found.start() + len(found[0]) - len(found[0].lstrip()) for found in _HEADER.finditer(text)]
    return list(zip(starts, [*starts[1:], len(text)], strict=False))


def _line_of(key: str, text: str, table: str | None = None) -> int:
    """The line on which a key of a table, or of none, is written, with or without quotes; 1 where it is not found."""
    header = None if table is None else re.search(rf"^\s*\[\s*{table}\s*\]", text, re.MULTILINE)
    written = re.compile(rf"""^[ \t]*(["']?){re.escape(key)}\1[ \t]*=""", re.MULTILINE)
    found = written.search(text, 0 if header is None else header.end())
    return 1 if found is None else text.count("\n", 0, found.start()) + 1


def _mapping(value: object) -> Table:
    return value if isinstance(value, dict) else {}
