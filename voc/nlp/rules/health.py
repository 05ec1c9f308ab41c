"""How each rule does on labelled contacts (Ratner et al. 2017: coverage, overlap, conflict of labelling functions)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voc.domain.attribution import Evidence
from voc.domain.numbers import rounded, wilson_interval
from voc.domain.rule import Rule
from voc.nlp.gold import Gold
from voc.nlp.rules.book import Match


@dataclass(frozen=True, slots=True)
class Voted:
    """A labelled contact with the votes it got.

    `texts` are those that votes were given for, by the number of the passage; without them no vote is quoted whole.
    """

    contact_id: str
    gold: Gold
    matches: tuple[Match, ...]
    texts: Mapping[int, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A vote that the reader of the contact does not share.

    `text` are its (masked) words, `whole` is the text that they stand in (empty where that is not known), `evidence`
    all that the rule hit there.
    """

    contact_id: str
    utterance: int
    text: str
    whole: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleHealth:
    """`coverage`: share of all contacts it votes on. Of those, `overlap`: another rule votes for the same factor;
    `conflict`: another one votes for another cause. `precision`: share in which the reader names the factor, of those
    that `judged_count` counts; its 95 % interval after Wilson; None where nothing can be judged.

    What an agent recites or does is no complaint by itself: those rules are judged on dissatisfied contacts only.
    """

    rule: Rule
    contact_count: int
    coverage: float
    overlap: float
    conflict: float
    judged_count: int
    right_count: int
    interval: tuple[float, float]
    wrong: tuple[Wrong, ...]

    @property
    def precision(self) -> float | None:
        return rounded(self.right_count / self.judged_count) if self.judged_count else None


def rule_health(rules: Iterable[Rule], judged: Sequence[Voted]) -> tuple[RuleHealth, ...]:
    """One row a rule, in the order of the rules."""
    by_rule: dict[str, list[Voted]] = {}
    for one in judged:
        for rule_id in dict.fromkeys(match.rule.id for match in one.matches):
            by_rule.setdefault(rule_id, []).append(one)
    return tuple(_health(rule, by_rule.get(rule.id, []), len(judged)) for rule in rules)


def _health(rule: Rule, voted: Sequence[Voted], total: int) -> RuleHealth:
    fair = [one for one in voted if _judgeable(rule, one)]
    wrong = [one for one in fair if not _right(rule, one.gold)]
    right = len(fair) - len(wrong)
    return RuleHealth(
        rule,
        len(voted),
        _share(len(voted), total),
        _share(sum(_overlaps(rule, one) for one in voted), len(voted)),
        _share(sum(_conflicts(rule, one) for one in voted), len(voted)),
        len(fair),
        right,
        wilson_interval(right, len(fair)),
        tuple(_wrong(rule, one) for one in wrong),
    )


def _judgeable(rule: Rule, one: Voted) -> bool:
    """Some labels name causes only; whether the factor is right cannot be told of them."""
    told = bool(one.gold.factors) or rule.cause not in one.gold.causes
    return told and (rule.says.stated or one.gold.dissatisfied)


def _right(rule: Rule, gold: Gold) -> bool:
    return rule.factor in gold.factors | gold.factors_either


def _overlaps(rule: Rule, one: Voted) -> bool:
    return any(m.rule.id != rule.id and m.rule.factor == rule.factor for m in one.matches)


def _conflicts(rule: Rule, one: Voted) -> bool:
    return any(m.rule.cause is not rule.cause for m in one.matches)


def _wrong(rule: Rule, one: Voted) -> Wrong:
    """The first text that the rule voted on, with all that it hit there."""
    own = [match for match in one.matches if match.rule.id == rule.id]
    first = own[0]
    evidence = tuple(match.evidence for match in own if match.passage == first.passage)
    return Wrong(one.contact_id, first.utterance, first.evidence.text, one.texts.get(first.passage, ""), evidence)


def _share(count: int, total: int) -> float:
    return rounded(count / total) if total else 0.0
