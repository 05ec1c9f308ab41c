"""What is wrong with rule files beyond their syntax: broken examples, dead, duplicate and conflicting rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voc.domain.business_object import BusinessObjectTable
from voc.domain.conversation import Speaker
from voc.domain.expressions import Expression, NamedLists, expand, lists_in, printed
from voc.domain.rule import Rule
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError
from voc.nlp.rules.dead import never_holds
from voc.nlp.rules.examples import broken_examples
from voc.nlp.rules.files import RuleSet, read_rules
from voc.nlp.rules.naming import unknown_objects
from voc.nlp.rules.normal import alternatives, normal
from voc.nlp.rules.places import place_of_example
from voc.nlp.rules.voices import can_be, voices
from voc.nlp.tokenizer import Tokenizer


class Fault(StrEnum):
    """Kinds of findings; `notice` ones do not make a check fail: one word may be meant to speak for two factors."""

    SYNTAX = "syntax"
    EXAMPLE = "example"
    INCOMPLETE = "incomplete"
    DEAD = "dead"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    COVERED = "covered"
    UNUSED_LIST = "unused_list"

    @property
    def notice(self) -> bool:
        return self in (Fault.CONFLICT, Fault.COVERED, Fault.UNUSED_LIST)

    @property
    def label(self) -> str:
        return {
            "syntax": "写法",
            "example": "例句",
            "incomplete": "不全",
            "dead": "不会命中",
            "duplicate": "重复",
            "conflict": "冲突",
            "covered": "多余",
            "unused_list": "词表没有用到",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; `where` is file and line, empty where the reason names it."""

    fault: Fault
    where: str
    rule: str | None
    reason: str


def check_rules(
    texts: Mapping[str, str],
    taxonomy: Taxonomy,
    objects: BusinessObjectTable,
    tokenizer: Tokenizer,
    *,
    whole: bool = True,
    unread: Iterable[InputError] = (),
) -> tuple[RuleSet, tuple[Finding, ...]]:
    """The rules that can be read, and everything found, syntax first.

    Unused lists are found only in a `whole` folder: rules that are not there may use them. `unread` are the faults of
    files that are not among the `texts`.
    """
    rule_set, faults = read_rules(texts, taxonomy)
    found = [Finding(Fault.SYNTAX, "", None, str(fault)) for fault in (*unread, *faults)]
    found += _broken(rule_set, texts, tokenizer)
    found += _incomplete(rule_set)
    found += _dead(rule_set)
    found += _unknown_objects(rule_set, objects)
    found += _pairs(rule_set)
    if whole:
        found += _unused(rule_set)
    return rule_set, tuple(found)


def check_addition(
    name: str,
    text: str,
    others: Mapping[str, str],
    taxonomy: Taxonomy,
    objects: BusinessObjectTable,
    tokenizer: Tokenizer,
) -> tuple[RuleSet, tuple[Finding, ...]]:
    """The rules of one file beside sound ones, with the lists of all, and what is wrong with it.

    `name` sorts behind those of the others, so that of two rules with one id the new one is at fault.
    """
    whole, faults = read_rules({**others, name: text}, taxonomy)
    own = tuple(rule for rule in whole.rules if whole.origins[rule.id].file == name)
    rule_set = RuleSet(own, whole.lists, whole.origins)
    found = [Finding(Fault.SYNTAX, "", None, str(fault)) for fault in faults]
    found += _broken(rule_set, {name: text}, tokenizer)
    found += _incomplete(rule_set)
    found += _dead(rule_set)
    found += _unknown_objects(rule_set, objects)
    found += _pairs(whole, frozenset(rule.id for rule in own))
    return rule_set, tuple(found)


def _unused(rule_set: RuleSet) -> Iterator[Finding]:
    used = {name for rule in rule_set.rules for name in lists_in(rule.expression)}
    for name in sorted(set(rule_set.lists) - used):
        yield Finding(Fault.UNUSED_LIST, "", None, f"词表 {name} 没有规则用到")


def _finding(rule_set: RuleSet, fault: Fault, rule: Rule, reason: str) -> Finding:
    return Finding(fault, str(rule_set.origins[rule.id]), rule.id, reason)


def _broken(rule_set: RuleSet, texts: Mapping[str, str], tokenizer: Tokenizer) -> Iterator[Finding]:
    for broken in broken_examples(rule_set.rules, rule_set.lists, tokenizer):
        key, said = ("matches", "应命中而没有命中") if broken.wanted else ("spares", "不应命中而命中了")
        origin = rule_set.origins[broken.rule.id]
        place = place_of_example(texts[origin.file], origin, key, broken.text)
        yield Finding(Fault.EXAMPLE, str(place), broken.rule.id, f"{said}：{broken.text}")


def _incomplete(rule_set: RuleSet) -> Iterator[Finding]:
    """Rules in use may do without, so that these are no faults of syntax; one that is to be trusted has all."""
    for rule in rule_set.rules:
        if not rule.description.strip():
            yield _finding(rule_set, Fault.INCOMPLETE, rule, "缺少 description：用一句话写明它认什么")
        if not rule.spares:
            yield _finding(rule_set, Fault.INCOMPLETE, rule, "缺少 spares：至少写一句不应命中的话")


def _dead(rule_set: RuleSet) -> Iterator[Finding]:
    for rule in rule_set.rules:
        for expression in rule.when:
            expanded = expand(expression, rule_set.lists)
            reason = never_holds(expanded, rule.speaker) or _voteless(expanded, rule)
            if reason is not None:
                yield _finding(rule_set, Fault.DEAD, rule, f"{printed(expression)}：{reason}")
        own, exceptions = (_pieces(part, rule_set.lists, rule.speaker) for part in (rule.when, rule.unless))
        for piece in sorted(own & exceptions):
            yield _finding(rule_set, Fault.DEAD, rule, f"{piece} 同时写在 when 与 unless 里")


def _voteless(expression: Expression, rule: Rule) -> str | None:
    """Why a condition that may hold gives its rule no vote."""
    heard = voices(expression, rule.speaker)
    if not heard:
        return "没有可以作证据的词，投不出票"
    if can_be(rule.speaker, heard):
        return None
    others = "、".join(sorted(speaker.label for speaker in heard if speaker is not None))
    return f"命中的都是{others}的话，而这条规则以{rule.speaker.label}的话为证据，投不出票"


def _unknown_objects(rule_set: RuleSet, objects: BusinessObjectTable) -> Iterator[Finding]:
    for rule in rule_set.rules:
        for reason in unknown_objects(expand(rule.expression, rule_set.lists), objects):
            yield _finding(rule_set, Fault.DEAD, rule, reason)


def _pairs(rule_set: RuleSet, about: frozenset[str] | None = None) -> Iterator[Finding]:
    """Rules with the same pieces: duplicates within a factor, conflicts between factors.

    Only pairs with one of the rules that it is `about`; all where that is None.
    """
    lists = rule_set.lists
    own = {rule.id: _pieces(rule.when, lists, rule.speaker) for rule in rule_set.rules}
    outside = {rule.id: _pieces(rule.unless, lists, rule.speaker) for rule in rule_set.rules}
    owners: dict[str, list[Rule]] = defaultdict(list)
    for rule in rule_set.rules:
        for piece in own[rule.id]:
            owners[piece].append(rule)
    rivals = {
        (first.id, second.id): (first, second)
        for sharing in owners.values()
        for i, first in enumerate(sharing)
        for second in sharing[i + 1 :]
        if first.says is second.says
        and first.speaker is second.speaker
        and (about is None or not about.isdisjoint((first.id, second.id)))
    }
    for first, second in rivals.values():
        shared = sorted(own[first.id] & own[second.id])
        if first.factor != second.factor:
            words = "、".join(shared[:3])
            yield _finding(rule_set, Fault.CONFLICT, second, f"与 {first.id} 争同样的词而因子不同：{words}")
            continue
        for one, other in ((first, second), (second, first)):
            if own[one.id] <= own[other.id] and outside[other.id] <= outside[one.id] and one.allows <= other.allows:
                same = one.kind is other.kind and own[one.id] == own[other.id] and outside[one.id] == outside[other.id]
                reason = f"与 {other.id} 相同" if same else f"条件都在 {other.id} 里"
                yield _finding(rule_set, Fault.DUPLICATE if same else Fault.COVERED, one, reason)
                break


def _pieces(expressions: tuple[Expression, ...], lists: NamedLists, speaker: Speaker) -> frozenset[str]:
    """The alternatives of a rule, each word of a group for itself, as they are printed in their normal form."""
    normals = (normal(expand(expression, lists), speaker) for expression in expressions)
    return frozenset(printed(piece) for one in normals for piece in alternatives(one))
