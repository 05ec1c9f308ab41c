"""Conditions of rules that never hold, never vote, or whose parts do nothing."""

from collections.abc import Iterator

from voc.domain.business_object import BusinessObjectTable
from voc.domain.expressions import Expression, expand, printed
from voc.domain.rule import Rule
from voc.nlp.rules.dead import always_excepts, idle_exception, idle_parts, never_holds
from voc.nlp.rules.excluding import excluded
from voc.nlp.rules.files import RuleSet
from voc.nlp.rules.findings import Fault, Finding, found
from voc.nlp.rules.naming import unknown_objects
from voc.nlp.rules.normal import alternatives, alternatives_of, normal
from voc.nlp.rules.remarks import shortened
from voc.nlp.rules.scattered import scattered
from voc.nlp.rules.voices import can_be, voices


def dead_conditions(rule_set: RuleSet) -> Iterator[Finding]:
    """Conditions that never hold or never vote, and, as notices, parts that do nothing or are not together."""
    for rule in rule_set.rules:
        for expression in rule.when:
            expanded = expand(expression, rule_set.lists)
            reason = never_holds(expanded, rule.speaker) or _voteless(expanded, rule)
            if reason is not None:
                yield found(rule_set, Fault.DEAD, rule, f"{printed(expression)}：{reason}")
                continue
            for part, why in idle_parts(expanded, rule.speaker):
                yield found(rule_set, Fault.IDLE, rule, f"{shortened(part)} {why}")
            for told in scattered(expanded):
                yield found(rule_set, Fault.SCATTERED, rule, told)
        yield from _excepted(rule_set, rule)


def _excepted(rule_set: RuleSet, rule: Rule) -> Iterator[Finding]:
    """Conditions that an exception always takes away, and exceptions that never take away any."""
    exceptions = [expand(expression, rule_set.lists) for expression in rule.unless]
    own = alternatives_of(rule.when, rule_set.lists, rule.speaker)
    # A rule that has other words goes on working.
    left = any(not any(excluded(piece, exception) for exception in exceptions) for piece in own)
    taking = Fault.IDLE if left else Fault.DEAD
    for expression, exception in zip(rule.unless, exceptions, strict=True):
        always = always_excepts(exception, rule.speaker)
        if always is not None:
            yield found(rule_set, Fault.DEAD, rule, f"unless 的 {printed(expression)} 总是成立：{always}")
        else:
            for part, why in idle_exception(exception, rule.speaker):
                yield found(rule_set, Fault.IDLE, rule, f"unless 的 {shortened(part)} {why}")
        same = frozenset(map(printed, alternatives(normal(exception))))
        for piece in (printed(piece) for piece in own if excluded(piece, exception)):
            always_there = f"总被 unless 的 {shortened(expression)} 排除"
            reason = "同时写在 when 与 unless 里" if piece in same else always_there
            yield found(rule_set, taking, rule, f"{piece} {reason}")


def _voteless(expression: Expression, rule: Rule) -> str | None:
    """Why a condition that may hold gives its rule no vote."""
    heard = voices(expression, rule.speaker)
    if not heard:
        return "没有可以作证据的词，投不出票"
    if can_be(rule.speaker, heard):
        return None
    others = "、".join(sorted(speaker.label for speaker in heard if speaker is not None))
    return f"命中的都是{others}的话，而这条规则以{rule.speaker.label}的话为证据，投不出票"


def unnamed_objects(rule_set: RuleSet, objects: BusinessObjectTable) -> Iterator[Finding]:
    """Conditions that name a business object which the table has not."""
    for rule in rule_set.rules:
        for reason in unknown_objects(expand(rule.expression, rule_set.lists), objects):
            yield found(rule_set, Fault.DEAD, rule, reason)
