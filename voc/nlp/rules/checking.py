"""What is wrong with rule files beyond their syntax: broken examples, dead, duplicate and conflicting rules."""

from collections.abc import Iterable, Iterator, Mapping

from voc.domain.business_object import BusinessObjectTable
from voc.domain.expressions import lists_in
from voc.domain.taxonomy import Taxonomy
from voc.errors import RuleFileError
from voc.nlp.rules.covered import covered_rules
from voc.nlp.rules.examples import broken_examples
from voc.nlp.rules.files import RuleSet, read_rules
from voc.nlp.rules.findings import Fault, Finding, found
from voc.nlp.rules.marks import literal_marks
from voc.nlp.rules.pairing import rivals_of
from voc.nlp.rules.useless import dead_conditions, unnamed_objects
from voc.nlp.tokenizer import Tokenizer


def check_rules(
    texts: Mapping[str, str],
    taxonomy: Taxonomy,
    objects: BusinessObjectTable,
    tokenizer: Tokenizer,
    *,
    whole: bool = True,
    unread: Iterable[RuleFileError] = (),
) -> tuple[RuleSet, tuple[Finding, ...]]:
    """The rules that can be read, and everything found, syntax first.

    Unused lists are found only in a `whole` folder: rules that are not there may use them. `unread` are the faults of
    files that are not among the `texts`.
    """
    rule_set, faults = read_rules(texts, taxonomy)
    findings = [_unreadable(fault) for fault in (*unread, *faults)]
    findings += _broken(rule_set, tokenizer)
    findings += _incomplete(rule_set)
    findings += dead_conditions(rule_set)
    findings += unnamed_objects(rule_set, objects)
    findings += rivals_of(rule_set)
    findings += covered_rules(rule_set, tokenizer)
    findings += _literal(rule_set)
    if whole:
        findings += _unused(rule_set)
    return rule_set, _worst_first(findings)


def check_addition(
    name: str,
    text: str,
    others: Mapping[str, str],
    taxonomy: Taxonomy,
    objects: BusinessObjectTable,
    tokenizer: Tokenizer,
    *,
    quoting: bool = True,
) -> tuple[RuleSet, tuple[Finding, ...]]:
    """The rules of one file beside sound ones, with the lists of all, and what is wrong with it.

    `name` sorts behind those of the others, so that of two rules with one id the new one is at fault. Examples that are
    not kept are told by their number where they are not to be quoted.
    """
    whole, faults = read_rules({**others, name: text}, taxonomy)
    own = tuple(rule for rule in whole.rules if whole.origins[rule.id].file == name)
    rule_set = RuleSet(own, whole.lists, whole.origins)
    findings = list(map(_unreadable, faults))
    findings += _broken(rule_set, tokenizer, quoting=quoting)
    findings += _incomplete(rule_set)
    findings += dead_conditions(rule_set)
    findings += unnamed_objects(rule_set, objects)
    ids = frozenset(rule.id for rule in own)
    findings += rivals_of(whole, ids)
    findings += covered_rules(whole, tokenizer, ids)
    findings += _literal(rule_set)
    return rule_set, _worst_first(findings)


def _unreadable(fault: RuleFileError) -> Finding:
    return Finding(Fault.SYNTAX, fault.place, fault.rule, fault.reason)


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors before notices, otherwise in the order in which they were found."""
    return tuple(sorted(findings, key=lambda finding: finding.fault.notice))


def _unused(rule_set: RuleSet) -> Iterator[Finding]:
    used = {name for rule in rule_set.rules for name in lists_in(rule.expression)}
    for name in sorted(set(rule_set.lists) - used):
        yield Finding(Fault.UNUSED_LIST, None, None, f"词表 {name} 没有规则用到")


def _literal(rule_set: RuleSet) -> Iterator[Finding]:
    """Marks of other languages in bare words, which look for nothing but themselves."""
    for rule in rule_set.rules:
        for source in rule_set.origins[rule.id].conditions:
            for mark in literal_marks(source):
                yield found(rule_set, Fault.LITERAL, rule, mark)


def _broken(rule_set: RuleSet, tokenizer: Tokenizer, *, quoting: bool = True) -> Iterator[Finding]:
    for broken in broken_examples(rule_set.rules, rule_set.lists, tokenizer):
        place = rule_set.origins[broken.rule.id].value(broken.key, broken.number)
        if quoting:
            told = f"{broken.reason}：{' / '.join(broken.text.strip().splitlines())}"
        else:
            told = f"{broken.key} 的第 {broken.number + 1} 句{broken.reason}"
        yield Finding(Fault.EXAMPLE, place, broken.rule.id, told)


def _incomplete(rule_set: RuleSet) -> Iterator[Finding]:
    """Rules in use may do without, so that these are no faults of syntax; one that is to be trusted has all."""
    for rule in rule_set.rules:
        if not rule.description.strip():
            yield found(rule_set, Fault.INCOMPLETE, rule, "缺少 description：用一句话写明它认什么")
        if not rule.spares:
            yield found(rule_set, Fault.INCOMPLETE, rule, "缺少 spares：至少写一句不应命中的话")
