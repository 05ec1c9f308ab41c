"""Claims: one rule's or model's vote, the words behind it, and what follows from all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voc.domain.moments import Moment, Phase
from voc.domain.numbers import rounded
from voc.domain.taxonomy import Cause, cause_of


class Basis(StrEnum):
    """Whether the customer says it, or it is inferred from the score, the topic and the outcome."""

    STATED = "stated"
    INFERRED = "inferred"

    @property
    def label(self) -> str:
        return {"stated": "明说", "inferred": "推断"}[self.value]


class Kind(StrEnum):
    """`pain` hurts today; `itch` is a wish for better, nothing being broken."""

    PAIN = "pain"
    ITCH = "itch"

    @property
    def label(self) -> str:
        return {"pain": "痛点", "itch": "痒点"}[self.value]


class AbstainReason(StrEnum):
    LOW_CONFIDENCE = "low_confidence"
    CONFLICT = "conflict"
    UNSPECIFIED = "unspecified"
    SUSPECTED_SPEAKERS = "suspected_speakers"
    TOO_SHORT = "too_short"

    @property
    def label(self) -> str:
        return {
            "low_confidence": "把握不足",
            "conflict": "证据相互矛盾",
            "unspecified": "没有说明原因",
            "suspected_speakers": "说话人可能标反",
            "too_short": "内容太少",
        }[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Code points `start` to `end` of utterance `utterance` (of the survey comment where it is -1).

    `survey_id` names the response whose comment is meant, where it is not the conversation's own. `text` is that slice,
    with personal data masked.
    """

    utterance: int
    start: int
    end: int
    text: str
    survey_id: str | None = None

    @property
    def in_comment(self) -> bool:
        return self.utterance < 0


COMMENT = -1


@dataclass(frozen=True, slots=True)
class Vote:
    """One source's opinion: `source` is `rule:<id>` or `model:<name>`; `weight` above 0 speaks for the factor."""

    source: str
    cause: Cause
    factor: str | None
    basis: Basis
    weight: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cause with one factor, the words that prove it and how sure it is. Never edited: a Review stands beside it.

    `confidence` is the calibrated probability that the cause applies; `factor_confidence` that of the factor given the
    cause; `factor` is None where it cannot be told.
    """

    cause: Cause
    factor: str | None
    confidence: float
    factor_confidence: float | None
    basis: Basis
    kind: Kind
    business_object: str | None
    evidence: tuple[Evidence, ...]
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("an attribution needs evidence")
        if self.factor is not None and cause_of(self.factor) is not self.cause:
            raise ValueError("the factor belongs to another cause")

    @property
    def order(self) -> tuple[float, str]:
        """Sort key: surest first, then by name."""
        return -self.confidence, self.factor or f"{self.cause}."


@dataclass(frozen=True, slots=True)
class AnalysisVersion:
    """Everything that can change an analysis: the code, the model, the rules, the dictionary, the taxonomy."""

    code: str
    model: str
    rules: str
    dictionary: str
    taxonomy: str

    def __str__(self) -> str:
        return "/".join((self.code, self.model, self.rules, self.dictionary, self.taxonomy))


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the program claims about one contact.

    `causes` holds a probability for all three, always. `confidence` is that of the whole verdict (dissatisfied and set
    of causes). `abstained`: the verdict is a proposal for a person, not counted until reviewed. `valences` and `phases`
    have one entry an utterance and are empty for a survey response.
    """

    contact_id: str
    dissatisfied: bool
    dissatisfaction: float
    causes: Mapping[Cause, float] = field(hash=False)
    primary: Cause | None
    confidence: float
    abstain_reason: AbstainReason | None
    attributions: tuple[Attribution, ...]
    valences: tuple[float | None, ...]
    phases: tuple[Phase, ...]
    moments: tuple[Moment, ...]
    peak_end: float | None
    resolved: bool | None
    repeat_contact: bool
    version: AnalysisVersion

    def __post_init__(self) -> None:
        if not self.dissatisfied and self.attributions:
            raise ValueError("a contact that is not dissatisfied has no attributions")
        if set(self.causes) != set(Cause):
            raise ValueError("every cause needs a probability")

    @property
    def abstained(self) -> bool:
        return self.abstain_reason is not None

    @property
    def found_causes(self) -> tuple[Cause, ...]:
        """The causes claimed, in the order of the taxonomy."""
        claimed = {attribution.cause for attribution in self.attributions}
        return tuple(cause for cause in Cause if cause in claimed)


def verdict_confidence(
    dissatisfied: bool, dissatisfaction: float, causes: Mapping[Cause, float], found: set[Cause]
) -> float:
    """Probability that the whole verdict is right, taking the four questions as independent.

    >>> verdict_confidence(True, 0.9, {Cause.PERSON: 0.1, Cause.PRODUCT: 0.8, Cause.RULE: 0.0}, {Cause.PRODUCT})
    0.648
    >>> verdict_confidence(False, 0.1, {Cause.PERSON: 0.1, Cause.PRODUCT: 0.1, Cause.RULE: 0.1}, set())
    0.9
    """
    if not dissatisfied:
        return rounded(1 - dissatisfaction)
    product = dissatisfaction
    for cause in Cause:
        product *= causes[cause] if cause in found else 1 - causes[cause]
    return rounded(product)
