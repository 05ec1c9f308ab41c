"""How often each rule was right, by the verdicts of people on contacts where it voted for what the machine claimed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from voc.domain.attribution import Analysis, Attribution
from voc.domain.numbers import rounded, wilson_interval
from voc.domain.review import Review
from voc.domain.reviewing.comparing import causes_of, factors_of

_RULE = "rule:"


@dataclass(frozen=True, slots=True)
class WrongInstance:
    """A contact in which a rule was wrong, with the first words it went by (masked)."""

    contact_key: int
    contact_id: str
    utterance: int
    text: str


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """One rule by its id: right in `right` of `judged` contacts, with the 95 % interval of that share (Wilson)."""

    rule_id: str
    judged: int
    right: int
    interval: tuple[float, float]
    wrong: tuple[WrongInstance, ...]

    @property
    def precision(self) -> float:
        return rounded(self.right / self.judged)


def rule_precision(reviewed: Iterable[tuple[int, Analysis, Review]]) -> tuple[RulePrecision, ...]:
    """One row a rule that was judged at all, the least precise first, then by id; `reviewed` are by contact's key.

    A claim that the reviewer cited is right or wrong as cited; any other is right where the review finds its factor, or
    its cause where it names none.
    """
    votes: dict[str, list[tuple[bool, WrongInstance]]] = defaultdict(list)
    for key, analysis, review in reviewed:
        for claim in analysis.attributions:
            first = claim.evidence[0]
            shown = WrongInstance(key, analysis.contact_id, first.utterance, first.text)
            for source in claim.sources:
                if source.startswith(_RULE):
                    votes[source.removeprefix(_RULE)].append((_right(claim, review), shown))
    rows = [_row(rule_id, judged) for rule_id, judged in votes.items()]
    return tuple(sorted(rows, key=lambda row: (row.precision, row.rule_id)))


def _right(claim: Attribution, review: Review) -> bool:
    for citation in review.citations:
        if (citation.cause, citation.factor) == (claim.cause, claim.factor):
            return citation.right
    if claim.factor is None:
        return str(claim.cause) in causes_of(review)
    return claim.factor in factors_of(review)


def _row(rule_id: str, judged: list[tuple[bool, WrongInstance]]) -> RulePrecision:
    right = sum(is_right for is_right, _ in judged)
    wrong = tuple(shown for is_right, shown in judged if not is_right)
    return RulePrecision(rule_id, len(judged), right, wilson_interval(right, len(judged)), wrong)
