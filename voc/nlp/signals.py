"""Everything that is known of one contact before anything is decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log1p

from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import NEUTRAL_BAND, Moment, MomentKind, Phase, TurnedBy, find_moments
from voc.domain.rule import Says
from voc.domain.survey import MIDDLE
from voc.domain.taxonomy import Cause, cause_of
from voc.nlp.classifier import DISSATISFIED, TextModel
from voc.nlp.features import terms_of
from voc.nlp.language import Language
from voc.nlp.objects import Mention
from voc.nlp.outcome import repeats, resolved
from voc.nlp.passage import Passage
from voc.nlp.rules import Match, by_passage
from voc.nlp.scenes import scene_of
from voc.nlp.turning import turned_by

STRONGEST = 6.0
QUIETEST = -3.0
Logits = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Observed:
    """What reading a contact gives, without any trained model.

    `matches` and `mentions` go by the number of the passage; `valences` has one entry a passage (None where the
    customer does not speak), `phases` one an utterance.
    """

    contact: Contact
    passages: tuple[Passage, ...]
    matches: Mapping[int, tuple[Match, ...]] = field(hash=False)
    mentions: Mapping[int, tuple[Mention, ...]] = field(hash=False)
    valences: tuple[float | None, ...]
    phases: tuple[Phase, ...]
    moments: tuple[Moment, ...]
    resolved: bool | None
    repeat_contact: bool

    @property
    def utterance_count(self) -> int:
        return len(self.phases)

    def customer_passages(self) -> tuple[int, ...]:
        """Numbers of the passages in which the customer speaks or writes."""
        return tuple(i for i, p in enumerate(self.passages) if p.speaker is Speaker.CUSTOMER)

    def comments(self) -> tuple[int, ...]:
        return tuple(range(self.utterance_count, len(self.passages)))

    def all_matches(self, says: Says) -> list[Match]:
        return [m for i in sorted(self.matches) for m in self.matches[i] if m.rule.says is says]


def observe(contact: Contact, language: Language) -> Observed:
    """Read a (masked) contact: passages, rule matches, objects, valences, phases, moments, outcome."""
    scene = scene_of(contact, language)
    passages, phases = scene.passages, scene.phases
    spoken = passages[: len(phases)]
    felt = scene.valences[: len(phases)]
    return Observed(
        contact,
        passages,
        by_passage(language.rules.match(scene)),
        scene.mentions,
        scene.valences,
        phases,
        _moments(spoken, felt, phases, language),
        resolved(spoken, phases, felt, language.cues) if spoken else None,
        repeats(passages, language.cues),
    )


def _moments(
    spoken: Sequence[Passage], felt: Sequence[float | None], phases: Sequence[Phase], language: Language
) -> tuple[Moment, ...]:
    def turned(moment: Moment) -> TurnedBy | None:
        if moment.kind is not MomentKind.PEAK:
            return None
        return turned_by(spoken, phases, moment.utterance, language.cues)

    return tuple(replace(m, turned_by=turned(m)) for m in find_moments(felt, phases))


def text_logits(observed: Observed, model: TextModel) -> Mapping[int, Logits]:
    """Calibrated logits of every customer passage, by its number."""
    return {i: model.logits(terms_of(observed.passages[i])) for i in observed.customer_passages()}


def dissatisfaction_values(observed: Observed, logits: Mapping[int, Logits]) -> dict[str, float]:
    """Numbers from which dissatisfaction is predicted, by name."""
    values = _score_values(observed.contact.satisfaction)
    comments = [_clipped(logits[i][DISSATISFIED]) for i in observed.comments()]
    if comments:
        values |= {"comment": max(comments), "has_comment": 1.0}
    spoken = sorted((_clipped(logits[i][DISSATISFIED]) for i in _spoken(observed)), reverse=True)
    if not spoken:
        return values
    felt = [v for v in observed.valences[: observed.utterance_count] if v is not None]
    ends = [m.valence for m in observed.moments if m.kind is MomentKind.END]
    return values | {
        "call_top": spoken[0],
        "call_second": sum(spoken[:2]) / len(spoken[:2]),
        "call_worst": min(felt),
        "call_negative": log1p(sum(v < -NEUTRAL_BAND for v in felt)),
        "call_end": ends[0],
        "call_unresolved": float(observed.resolved is False),
        "call_resolved": float(observed.resolved is True),
        "call_complaints": log1p(len([m for m in observed.all_matches(Says.COMPLAINT) if m.utterance >= 0])),
        "call_lapses": log1p(len(observed.all_matches(Says.LAPSE))),
    }


def comment_cause_values(observed: Observed, logits: Mapping[int, Logits], cause: Cause) -> dict[str, float]:
    """Numbers from which a comment without a call is attributed to a cause, by name."""
    votes = _votes(observed, observed.comments())
    stated = {c: votes[c, Says.COMPLAINT] + votes[c, Says.FAULT] for c in Cause}
    return {
        "logit": max(_clipped(logits[i][str(cause)]) for i in observed.comments()),
        "vote": float(stated[cause] > 0),
        "votes": log1p(stated[cause]),
        "other_votes": log1p(sum(stated[other] for other in Cause if other is not cause)),
    }


def factor_values(observed: Observed, logits: Mapping[int, Logits], factor: str) -> dict[str, float]:
    """Numbers from which a factor is claimed, given that its cause is, by name."""
    matches = [m.rule for i in sorted(observed.matches) for m in observed.matches[i]]
    said = {rule.factor for rule in matches if rule.says in (Says.COMPLAINT, Says.FAULT)}
    shown = {rule.factor for rule in matches if rule.says in (Says.RECITAL, Says.LAPSE)}
    siblings = {f for f in said | shown if cause_of(f) is cause_of(factor)} - {factor}
    return {
        "logit": max((_clipped(row[factor]) for row in logits.values()), default=-STRONGEST),
        "vote": float(factor in said),
        "silent_vote": float(factor in shown),
        "sibling_vote": float(bool(siblings)),
        "in_call": float(observed.utterance_count > 0),
    }


def cause_values(observed: Observed, logits: Mapping[int, Logits]) -> Mapping[Cause, dict[str, float]]:
    """For each cause, the numbers from which a dissatisfied call is attributed to it by what was said, by name."""
    spoken = _spoken(observed)
    votes = _votes(observed, range(observed.utterance_count))
    quiet = float(all(v is None or v >= -NEUTRAL_BAND for v in observed.valences[: observed.utterance_count]))
    tops = {c: sorted((_heard(logits[i][str(c)]) for i in spoken), reverse=True)[:2] or [QUIETEST] for c in Cause}
    values = {}
    for cause in Cause:
        own: dict[str, float] = {
            f"is_{cause}": 1.0,
            "call_top": tops[cause][0],
            "call_mean": sum(tops[cause]) / len(tops[cause]),
        }
        own["call_lead"] = tops[cause][0] - max(tops[other][0] for other in Cause if other is not cause)
        for says in Says:
            count = log1p(votes[cause, says])
            own[str(says)] = count
            own[f"quiet_{says}"] = quiet * count
        values[cause] = own
    return values


def _votes(observed: Observed, passages: Iterable[int]) -> Mapping[tuple[Cause, Says], float]:
    votes: dict[tuple[Cause, Says], float] = defaultdict(float)
    for i in passages:
        for match in observed.matches.get(i, ()):
            votes[match.rule.cause, match.rule.says] += match.rule.weight
    return votes


def _spoken(observed: Observed) -> list[int]:
    return [i for i in observed.customer_passages() if i < observed.utterance_count]


def _score_values(satisfaction: float | None) -> dict[str, float]:
    if satisfaction is None:
        return {}
    return {
        "has_score": 1.0,
        "score": 1 - 2 * satisfaction,
        "score_low": float(satisfaction < MIDDLE),
        "score_worst": float(satisfaction == 0),
    }


def _heard(logit: float) -> float:
    """What an utterance says for a cause; one that says nothing must not outweigh what else is known of the call."""
    return max(QUIETEST, _clipped(logit))


def _clipped(logit: float) -> float:
    return max(-STRONGEST, min(STRONGEST, logit))
