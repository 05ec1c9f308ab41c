"""Rule files → rules, and rules over passages → votes.

A rule file is TOML: `[lists]` of words shared by its rules, and `[[rule]]` tables. A pattern is a string of groups
joined by ` ... `; a group is words joined by `|`; `@name` stands for a list. `"只能|必须 ... @branch"` fits 只能 or
必须 and, later in the same clause and at most `within` (10) characters on, a word of the list `branch`.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import ahocorasick

from voc.domain.attribution import Evidence, Kind
from voc.domain.conversation import Speaker
from voc.domain.rule import Pattern, Rule, Says
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError, TaxonomyError
from voc.nlp.passage import Passage
from voc.nlp.text import read

DEFAULT_WITHIN = 10
# How far before a match a negation, supposition or hearsay can stand: bounded, so that long texts stay linear.
LOOK_BACK = 60
_KEYS = {
    "id", "factor", "description", "says", "speaker", "kind", "weight", "when", "unless", "within", "negatable",
    "matches", "spares",
}  # fmt: skip
_NEGATED = re.compile(
    r"(?:没有?|不会?|不再|从不|从没|从未|未曾?|(?<![特分个区类差识辨告])别|并非|不是|不算|无需|无须|不用|不必|从来[不没])(?:再|太|怎么|什么|过|被|要)?$"
)
_SUPPOSED = re.compile(r"(?:如果|(?<![主只需重不])要是|假如|假设|万一|倘若|除非|比如说|比方说)")
_HEARSAY = re.compile(r"(?:听说|据说|网上说|别人说|有人说|人家说|朋友说|同事说|邻居说|新闻(?:里|上)?说)")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that voted, with the characters of the reading that made it."""

    rule: Rule
    utterance: int
    start: int
    end: int
    evidence: Evidence


def parse_rules(text: str, *, name: str, taxonomy: Taxonomy) -> tuple[Rule, ...]:
    """Rules of one file; InputError names the file and the rule that is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"规则文件 {name} 不是有效的 TOML：{error}") from error
    lists, rows = table.get("lists", {}), table.get("rule", [])
    if not isinstance(lists, dict) or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"规则文件 {name} 应由 [lists] 与 [[rule]] 组成")
    try:
        words = {key: tuple(_read_word(word) for word in _strings(value)) for key, value in lists.items()}
    except TypeError as error:
        raise InputError(f"规则文件 {name} 的词表有误：{error}") from error
    return tuple(_rule(row, words, name, taxonomy) for row in rows)


def _rule(row: Mapping[str, object], lists: Mapping[str, tuple[str, ...]], name: str, taxonomy: Taxonomy) -> Rule:
    where = f"规则文件 {name} 的规则 {row.get('id', '（缺 id）')}"
    unknown = set(row) - _KEYS
    if unknown:
        raise InputError(f"{where} 有不认识的键：{'、'.join(sorted(unknown))}")
    try:
        within = _number(row.get("within", DEFAULT_WITHIN), least=0)
        says = Says(str(row["says"]))
        rule = Rule(
            id=str(row["id"]),
            factor=taxonomy.factor(str(row["factor"])).code,
            description=str(row["description"]),
            says=says,
            speaker=Speaker(str(row.get("speaker", says.speaker))),
            kind=Kind(str(row.get("kind", Kind.PAIN))),
            weight=_number(row.get("weight", 1.0), least=0.0),
            patterns=_patterns(row["when"], lists, within),
            unless=_patterns(row.get("unless", []), lists, within),
            negatable=_flag(row.get("negatable", True)),
            matches=_strings(row["matches"]),
            spares=_strings(row.get("spares", [])),
        )
    except KeyError as error:
        raise InputError(f"{where} 缺少 {error.args[0]}，或用了没有定义的词表") from error
    except TaxonomyError as error:
        raise InputError(f"{where}：{error}") from error
    except (TypeError, ValueError) as error:
        raise InputError(f"{where} 有写错的值：{error}") from error
    if not rule.patterns or not rule.matches:
        raise InputError(f"{where} 至少要有一个 when 和一个 matches")
    return rule


N = TypeVar("N", int, float)


def _number(value: object, *, least: N) -> N:
    """A number of the type of `least`, not below it."""
    if isinstance(value, bool) or not isinstance(value, int | type(least)) or not value >= least:
        raise ValueError(f"应为不小于 {least} 的数")
    return type(least)(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("negatable 应为 true 或 false")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise TypeError("应为非空字符串的列表")
    return tuple(value)


def _patterns(value: object, lists: Mapping[str, tuple[str, ...]], within: int) -> tuple[Pattern, ...]:
    patterns = []
    for text in _strings(value):
        groups = text.split(" ... ")
        if any("..." in group for group in groups):
            raise ValueError("词组之间的 ... 两边要有空格")
        patterns.append(Pattern(tuple(_group(group, lists) for group in groups), within))
    return tuple(patterns)


def _group(text: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    words: list[str] = []
    for word in text.split("|"):
        if word.startswith("@"):
            words += lists[word[1:]]
        elif word.strip():
            words.append(_read_word(word.strip()))
    if not words:
        raise ValueError("有空的词组")
    return tuple(dict.fromkeys(words))


def _read_word(word: object) -> str:
    return read(str(word)).text


class RuleBook:
    """All rules, ready to be matched: one Aho–Corasick pass finds the first words, only then a rule is tried."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        ids = [rule.id for rule in self.rules]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise InputError(f"规则编号重复：{'、'.join(twice)}")
        self._patterns = [(rule, re.compile(_regex(p))) for rule in self.rules for p in rule.patterns]
        self._unless = {rule.id: [re.compile(_regex(p)) for p in rule.unless] for rule in self.rules}
        self._starts = _automaton(pattern.groups[0] for rule in self.rules for pattern in rule.patterns)

    def match(self, passages: Sequence[Passage]) -> tuple[Match, ...]:
        """Every match in the passages, by passage, then rule id, then place; one a clause and rule."""
        return tuple(match for passage in passages for match in self._in_passage(passage))

    def match_text(self, passage: Passage, rule_id: str) -> tuple[Match, ...]:
        """Matches of one rule, whoever speaks: what a rule's own examples are held to."""
        return tuple(m for m in self._found(passage, None) if m.rule.id == rule_id)

    def _in_passage(self, passage: Passage) -> list[Match]:
        return sorted(self._found(passage, passage.speaker), key=lambda m: (m.rule.id, m.start, m.end))

    def _found(self, passage: Passage, speaker: Speaker | None) -> Iterator[Match]:
        seen: set[tuple[str, int]] = set()
        for index in self._candidates(passage.text):
            rule, regex = self._patterns[index]
            if speaker is not None and rule.speaker is not speaker:
                continue
            for start, end in passage.clauses:
                if (rule.id, start) in seen:
                    continue
                hits = regex.finditer(passage.text, start, end)
                hit = next((h for h in hits if self._counts(rule, passage.text, start, end, h.start())), None)
                if hit is not None:
                    seen.add((rule.id, start))
                    yield Match(rule, passage.utterance, *hit.span(), passage.evidence(*hit.span()))

    def _candidates(self, text: str) -> list[int]:
        if self._starts is None:
            return []
        return sorted({index for _, indices in self._starts.iter(text) for index in indices})

    def _counts(self, rule: Rule, text: str, start: int, end: int, at: int) -> bool:
        """Whether negation, supposition, hearsay or an exception takes a match back."""
        before = text[max(start, at - LOOK_BACK) : at]
        if rule.negatable and _NEGATED.search(before):
            return False
        if (
            rule.kind is Kind.PAIN
            and rule.speaker is Speaker.CUSTOMER
            and (_SUPPOSED.search(before) or _HEARSAY.search(before))
        ):
            return False
        return not any(regex.search(text, start, end) for regex in self._unless[rule.id])


def _regex(pattern: Pattern) -> str:
    groups = ("(?:" + "|".join(map(re.escape, sorted(g, key=len, reverse=True))) + ")" for g in pattern.groups)
    return f".{{0,{pattern.within}}}?".join(groups)


def _automaton(groups: Iterable[tuple[str, ...]]) -> ahocorasick.Automaton | None:
    """First words → numbers of the patterns they begin; None where there are none."""
    owners: dict[str, list[int]] = {}
    for index, words in enumerate(groups):
        for word in words:
            owners.setdefault(word, []).append(index)
    if not owners:
        return None
    automaton = ahocorasick.Automaton()
    for word, indices in owners.items():
        automaton.add_word(word, tuple(indices))
    automaton.make_automaton()
    return automaton


def rules_hash(texts: Iterable[str]) -> str:
    """What tells one set of rule files from another: 12 hexadecimal digits."""
    return hashlib.sha256("\0".join(texts).encode("utf8")).hexdigest()[:12]
