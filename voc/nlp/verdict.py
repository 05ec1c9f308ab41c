"""From signals to a verdict: the comment before the call before the score, what is stated before what is inferred."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voc.domain.attribution import (
    AbstainReason,
    Analysis,
    AnalysisVersion,
    Attribution,
    Basis,
    Kind,
    Vote,
    verdict_confidence,
)
from voc.domain.moments import PeakEndWeights, peak_end_score
from voc.domain.numbers import rounded
from voc.domain.rule import Says
from voc.domain.survey import MIDDLE
from voc.domain.taxonomy import Cause, Taxonomy
from voc.nlp.classifier import Logistic, TextModel
from voc.nlp.evidence import (
    Clause,
    Gains,
    basis_of,
    chosen,
    clause_gains,
    silent_clauses,
    silent_matches,
    spans_of,
    stated_clauses,
)
from voc.nlp.language import Language
from voc.nlp.rules import Match
from voc.nlp.signals import Logits, Observed, cause_values, comment_cause_values, dissatisfaction_values, factor_values
from voc.nlp.speakers import speakers_swapped

FACTOR_FLOOR = 0.12
FACTORS_A_CAUSE = 2
CONFLICT_LOGIT = -2.0
PROPOSED_SHARE = 0.15
# A customer is called dissatisfied when that is likelier than not.
LIKELIER = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything learned: the text model, what combines its answers for a contact, and the chosen thresholds.

    `thresholds` holds, for each cause, the probability from which a comment is attributed to it; `call_threshold` the
    same for a cause of a call known to be dissatisfied, `factor_threshold` for a further factor of a cause; verdicts
    below `abstain_below` go to a person.
    """

    id: str
    text: TextModel
    comment_dissatisfied: Logistic
    call_dissatisfied: Logistic
    comment_cause: Mapping[Cause, Logistic] = field(hash=False)
    call_cause: Logistic
    factor: Logistic
    thresholds: Mapping[Cause, float] = field(hash=False)
    call_threshold: float
    factor_threshold: float
    abstain_below: float
    peak_end: PeakEndWeights


def judge(
    observed: Observed, logits: Mapping[int, Logits], language: Language, model: Model, version: AnalysisVersion
) -> Analysis:
    """The whole claim about one contact; `logits` are those of its customer passages (signals.text_logits)."""
    dissatisfaction = _dissatisfaction(observed, logits, model)
    causes = _cause_probabilities(observed, logits, model, dissatisfaction)
    dissatisfied = dissatisfaction >= LIKELIER
    found = _found(observed, causes, model, dissatisfaction) if dissatisfied else ()
    gains = clause_gains(observed, model.text) if found else {}
    attributions = tuple(
        sorted(
            (a for c in found for a in _attributions(observed, logits, gains, language, model, c, causes[c])),
            key=lambda a: a.order,
        )
    )
    claimed = {a.cause for a in attributions}
    confidence = verdict_confidence(dissatisfied, dissatisfaction, causes, claimed)
    return Analysis(
        contact_id=observed.contact.id,
        dissatisfied=dissatisfied,
        dissatisfaction=dissatisfaction,
        causes=causes,
        primary=_primary(claimed, causes, attributions),
        confidence=confidence,
        abstain_reason=_abstain_reason(observed, logits, model, dissatisfaction, causes, claimed, confidence),
        attributions=attributions,
        valences=observed.valences[: observed.utterance_count],
        phases=observed.phases,
        moments=observed.moments,
        peak_end=peak_end_score(observed.moments, model.peak_end),
        resolved=observed.resolved,
        repeat_contact=observed.repeat_contact,
        version=version,
    )


def _dissatisfaction(observed: Observed, logits: Mapping[int, Logits], model: Model) -> float:
    if not logits:
        return _bare_score(observed.contact.satisfaction)
    values = dissatisfaction_values(observed, logits)
    combine = model.call_dissatisfied if "call_top" in values else model.comment_dissatisfied
    return rounded(combine.probability(values))


def _bare_score(satisfaction: float | None) -> float:
    """Nothing but a score: what it says by definition, not a fitted figure; the middle of a scale is no complaint."""
    if satisfaction is None:
        return 0.0
    return 0.97 if satisfaction < MIDDLE else 0.3 if satisfaction == MIDDLE else 0.03


def _cause_probabilities(
    observed: Observed, logits: Mapping[int, Logits], model: Model, dissatisfaction: float
) -> Mapping[Cause, float]:
    """Probability that each cause applies at all: none can be likelier than dissatisfaction itself."""
    if not logits:
        return dict.fromkeys(Cause, 0.0)
    written = _written_causes(observed, logits, model, dissatisfaction) if observed.comments() else {}
    if not any(i < observed.utterance_count for i in logits):
        return written
    values = cause_values(observed, logits)
    spoken = {c: rounded(dissatisfaction * model.call_cause.probability(values[c])) for c in Cause}
    # What a comment says is claimed whatever the call was about.
    return {c: max(spoken[c], written.get(c, 0.0)) for c in Cause}


def _written_causes(
    observed: Observed, logits: Mapping[int, Logits], model: Model, dissatisfaction: float
) -> Mapping[Cause, float]:
    return {
        c: rounded(min(dissatisfaction, model.comment_cause[c].probability(comment_cause_values(observed, logits, c))))
        for c in Cause
    }


def _found(
    observed: Observed, causes: Mapping[Cause, float], model: Model, dissatisfaction: float
) -> tuple[Cause, ...]:
    found = tuple(c for c in Cause if causes[c] >= _needed(observed, model, c, dissatisfaction))
    return found or _likeliest(observed, causes, dissatisfaction)


def _needed(observed: Observed, model: Model, cause: Cause, dissatisfaction: float) -> float:
    """The probability from which a cause is claimed; what is claimed below it is a proposal."""
    return model.call_threshold * dissatisfaction if observed.utterance_count else model.thresholds[cause]


def _likeliest(observed: Observed, causes: Mapping[Cause, float], dissatisfaction: float) -> tuple[Cause, ...]:
    """For a call whose causes are all doubtful: the likeliest one, if something was reported, recited or done.

    It always goes to a person, who gets a proposal with its words instead of nothing.
    """
    shown = [c for c in Cause if observed.utterance_count and silent_matches(observed, c)]
    likely = [c for c in shown if causes[c] >= PROPOSED_SHARE * dissatisfaction]
    return tuple(sorted(likely, key=lambda c: (-causes[c], c))[:1])


def _primary(claimed: set[Cause], causes: Mapping[Cause, float], attributions: Sequence[Attribution]) -> Cause | None:
    """The surest cause; of equals the one whose evidence comes first."""
    order = {a.cause: min(a.evidence) for a in reversed(attributions)}
    return min(claimed, key=lambda c: (-causes[c], order[c], c), default=None)


def _attributions(
    observed: Observed,
    logits: Mapping[int, Logits],
    gains: Gains,
    language: Language,
    model: Model,
    cause: Cause,
    confidence: float,
) -> list[Attribution]:
    made = []
    for factor, sure in _factors(observed, logits, language.taxonomy, model, cause):
        clauses = _clauses(observed, gains, cause, factor)
        if clauses:
            made.append(_attribution(observed, language, cause, factor, confidence, sure, clauses))
    return made


def _factors(
    observed: Observed, logits: Mapping[int, Logits], taxonomy: Taxonomy, model: Model, cause: Cause
) -> list[tuple[str | None, float | None]]:
    """Factors of a cause with their probability given the cause; (None, None) where none can be told."""
    scored = [
        (rounded(model.factor.probability(factor_values(observed, logits, f.code))), f.code)
        for f in taxonomy.factors_of(cause)
    ]
    ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1]))
    further = [(f, p) for p, f in ranked[1:FACTORS_A_CAUSE] if p >= model.factor_threshold]
    best = [(f, p) for p, f in ranked[:1] if p >= FACTOR_FLOOR]
    return [*best, *further] if best else [(None, None)]


def _clauses(observed: Observed, gains: Gains, cause: Cause, factor: str | None) -> tuple[Clause, ...]:
    """Where the claim shows: the customer's own words if they carry it, else what was reported, recited or done."""
    stated = chosen(stated_clauses(observed, gains, cause, factor))
    if not observed.utterance_count:
        return stated
    if stated and basis_of(observed, stated) is Basis.STATED and stated[0].score > 0:
        return stated
    return chosen(silent_clauses(observed, cause, factor)) or stated


def _attribution(
    observed: Observed,
    language: Language,
    cause: Cause,
    factor: str | None,
    confidence: float,
    factor_confidence: float | None,
    clauses: Sequence[Clause],
) -> Attribution:
    first = clauses[0]
    basis, evidence = basis_of(observed, clauses), spans_of(observed, clauses)
    matches = _matches_in(observed, cause, clauses)
    votes = [Vote(f"rule:{m.rule.id}", cause, m.rule.factor, basis, m.rule.weight, m.evidence) for m in matches]
    votes.append(Vote("model:text", cause, factor, basis, confidence, evidence[0]))
    named = language.objects.about(observed.passages, observed.mentions, first.passage, first.start, first.end)
    return Attribution(
        cause=cause,
        factor=factor,
        confidence=confidence,
        factor_confidence=factor_confidence,
        basis=basis,
        # An itch when the words that carry the claim match wishes and no complaint.
        kind=Kind.ITCH if {m.rule.kind for m in matches} == {Kind.ITCH} else Kind.PAIN,
        business_object=named or language.objects.of_queue(observed.contact.queue),
        evidence=evidence,
        sources=tuple(sorted({vote.source for vote in votes}, key=lambda s: (s.startswith("model:"), s))),
    )


def _matches_in(observed: Observed, cause: Cause, clauses: Sequence[Clause]) -> list[Match]:
    return [
        m
        for c in clauses
        for m in observed.matches.get(c.passage, ())
        if m.rule.cause is cause and c.start <= m.start < c.end
    ]


def _abstain_reason(
    observed: Observed,
    logits: Mapping[int, Logits],
    model: Model,
    dissatisfaction: float,
    causes: Mapping[Cause, float],
    claimed: set[Cause],
    confidence: float,
) -> AbstainReason | None:
    if speakers_swapped(observed.passages):
        return AbstainReason.SUSPECTED_SPEAKERS
    if dissatisfaction >= LIKELIER and not claimed:
        return AbstainReason.UNSPECIFIED
    if claimed and all(causes[c] < _needed(observed, model, c, dissatisfaction) for c in claimed):
        return AbstainReason.LOW_CONFIDENCE
    if confidence >= model.abstain_below:
        return None
    if observed.utterance_count and sum(len(observed.passages[i].text) for i in observed.customer_passages()) < 12:
        return AbstainReason.TOO_SHORT
    return AbstainReason.CONFLICT if _conflicts(observed, logits, claimed) else AbstainReason.LOW_CONFIDENCE


def _conflicts(observed: Observed, logits: Mapping[int, Logits], claimed: set[Cause]) -> bool:
    """A rule votes for a cause that the model is sure against, or the other way round."""
    voted = {m.rule.cause for m in observed.all_matches(Says.COMPLAINT)}
    denied = {c for c in Cause if all(row[str(c)] < CONFLICT_LOGIT for row in logits.values())}
    return bool(voted & denied) or bool(claimed and voted and not voted & claimed)
