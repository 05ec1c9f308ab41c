"""Rules beside each other: duplicates, conflicts, and conditions that others cover."""

from collections import defaultdict
from collections.abc import Iterator

from voc.domain.conversation import Speaker
from voc.domain.expressions import Expression, NamedLists, printed
from voc.domain.rule import Rule
from voc.nlp.rules.files import RuleSet
from voc.nlp.rules.findings import Fault, Finding, found
from voc.nlp.rules.normal import alternatives_of


def rivals_of(rule_set: RuleSet, about: frozenset[str] | None = None) -> Iterator[Finding]:
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
            yield found(rule_set, Fault.CONFLICT, second, f"与 {first.id} 争同样的词而因子不同：{words}")
            continue
        for one, other in ((first, second), (second, first)):
            if own[one.id] <= own[other.id] and outside[other.id] <= outside[one.id] and one.allows <= other.allows:
                same = own[one.id] == own[other.id] and outside[one.id] == outside[other.id]
                same = same and one.kind is other.kind and one.allows == other.allows
                reason = f"与 {other.id} 相同" if same else f"条件都在 {other.id} 里"
                yield found(rule_set, Fault.DUPLICATE if same else Fault.COVERED, one, reason)
                break


def _pieces(expressions: tuple[Expression, ...], lists: NamedLists, speaker: Speaker) -> frozenset[str]:
    """The alternatives of a rule as they are printed."""
    return frozenset(map(printed, alternatives_of(expressions, lists, speaker)))
