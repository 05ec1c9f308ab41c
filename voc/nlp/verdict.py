"""From signals to a verdict: the comment before the call before the score, what is stated before what is inferred."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from voc.domain.attribution import (
    COMMENT,
    AbstainReason,
    Analysis,
    AnalysisVersion,
    Attribution,
    Evidence,
    Kind,
    Vote,
    verdict_confidence,
)
from voc.domain.curve import peak_end_score
from voc.domain.moments import MomentKind
from voc.domain.numbers import rounded
from voc.domain.rule import Says
from voc.domain.survey import MIDDLE
from voc.domain.taxonomy import Cause, cause_of
from voc.nlp.call_evidence import CallClauses
from voc.nlp.confidence import confidence_values
from voc.nlp.course import with_course
from voc.nlp.evidence import (
    Clause,
    basis_of,
    chosen,
    chosen_of_call,
    matches_in,
    silent_matches,
    spans_of,
    stated_clauses,
    uncontent,
)
from voc.nlp.foreign import is_foreign
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.model import Model
from voc.nlp.signals import Observed
from voc.nlp.speakers import speakers_swapped
from voc.nlp.subjects import subject_of, topics_of
from voc.nlp.values import (
    FactorVotes,
    cause_values,
    comment_cause_values,
    dissatisfaction_values,
    factor_values,
    factor_votes,
    is_review,
)
from voc.nlp.wishes import is_wish, outright_wishes

# A factor that is likely to be wrong is none (design, section 4). Chosen on held-out records (docs/choices.md).
FACTOR_FLOOR = 0.35
FACTORS_A_CAUSE = 2
CONFLICT_LOGIT = -2.0
PROPOSED_SHARE = 0.15
# A customer is called dissatisfied when that is likelier than not.
LIKELIER = 0.5
# From these probabilities on a comment by itself complains: beside no score or a middling one, and beside a high one
# (of 71 held-out calls with a content customer's comment and a high score one reaches it). Below the third it sounds
# content beside a low score. From the fourth on it names a cause whatever the call was about.
COMPLAINS, SURELY_COMPLAINS, SOUNDS_CONTENT, SURELY_NAMES = 0.8, 0.94, 0.2, 0.9
# Who tells a wish in a call outright is dissatisfied, however content he sounds (codebook, section 1): all of 33 were.
WISHING = 0.95
# Without a word and without a score, or in another language, any verdict is as good as its opposite.
NOTHING_KNOWN = 0.5
# What a customer says in fewer characters is no ground for anything.
TOO_FEW = 12


@dataclass(frozen=True, eq=False)
class Judging:
    """One contact being judged: what was observed and heard of it, and what follows, each worked out once."""

    observed: Observed
    heard: Heard
    language: Language
    model: Model

    @cached_property
    def dissatisfaction(self) -> float:
        if not self.heard:
            return _bare_score(self.observed.contact.satisfaction)
        values = dissatisfaction_values(self.observed, self.heard)
        if "call_top" not in values:
            return rounded(self.model.comment_dissatisfied.probability(values))
        said = rounded(self.model.call_dissatisfied.probability(values))
        return max(said, self._answered(values), WISHING if self._wished else 0.0)

    def _answered(self, values: Mapping[str, float]) -> float:
        """How dissatisfied the survey after a call says that the customer is, whatever was said; 0 where it is open.

        A low score stands unless the comment beside it sounds content (a slip of the key), and a comment that complains
        or names a cause stands, the more surely the higher the score (codebook, section 4).
        """
        satisfaction = self.observed.contact.satisfaction
        low = satisfaction is not None and satisfaction < MIDDLE
        if not self.observed.comments:
            return _bare_score(satisfaction) if low else 0.0
        alone = {name: value for name, value in values.items() if "comment" in name}
        complains = rounded(self.model.comment_dissatisfied.probability(alone))
        if low:
            return _bare_score(satisfaction) if complains >= SOUNDS_CONTENT else 0.0
        written = max(complains, *self._named.values())
        high = satisfaction is not None and satisfaction > MIDDLE
        return written if written >= (SURELY_COMPLAINS if high else COMPLAINS) else 0.0

    @cached_property
    def _wished(self) -> frozenset[str]:
        """The factors of the wishes that the customer of a call tells outright."""
        return frozenset(m.rule.factor for m in outright_wishes(self.observed))

    @property
    def dissatisfied(self) -> bool:
        return self.dissatisfaction >= LIKELIER

    @cached_property
    def causes(self) -> Mapping[Cause, float]:
        """Probability that each cause applies at all: none can be likelier than dissatisfaction itself."""
        if not self.heard:
            return dict.fromkeys(Cause, 0.0)
        written = self._written() if self.observed.comments else {}
        if not self.observed.spoken:
            return written
        values = cause_values(self.observed, self.heard)
        likely = {c: rounded(self.dissatisfaction * self.model.call_cause.probability(values[c])) for c in Cause}
        return {c: max(likely[c], p if (p := written.get(c, 0.0)) >= SURELY_NAMES else 0.0) for c in Cause}

    def _written(self) -> Mapping[Cause, float]:
        return {c: min(self.dissatisfaction, likely) for c, likely in self._named.items()}

    @cached_property
    def _named(self) -> Mapping[Cause, float]:
        """Probability that the comments name each cause, were the customer dissatisfied."""
        values = comment_cause_values(self.observed, self.heard, self.language.taxonomy)
        return {c: rounded(self.model.comment_cause[c].probability(values[c])) for c in Cause}

    def needed(self, cause: Cause) -> float:
        """The probability from which a cause is claimed; what is claimed below it is a proposal."""
        if self.observed.utterance_count:
            return self.model.call_threshold * self.dissatisfaction
        return (self.model.review_thresholds if is_review(self.observed) else self.model.thresholds)[cause]

    @cached_property
    def found(self) -> tuple[Cause, ...]:
        """Causes to be claimed."""
        if not self.dissatisfied:
            return ()
        return tuple(c for c in Cause if self.causes[c] >= self.needed(c)) or self._likeliest()

    def _likeliest(self) -> tuple[Cause, ...]:
        """For a call whose causes are all doubtful: the likeliest one, if something was wished, reported, recited or
        done.

        It always goes to a person, who gets a proposal with its words instead of nothing.
        """
        if not self.observed.utterance_count:
            return ()
        told = {cause_of(factor) for factor in self._wished}
        shown = [c for c in Cause if c in told or silent_matches(self.observed, c)]
        likely = [c for c in shown if self.causes[c] >= PROPOSED_SHARE * self.dissatisfaction]
        return tuple(sorted(likely, key=lambda c: (-self.causes[c], c))[:1])

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        made = [claim for cause in self.found for claim in self._claims(cause)]
        return tuple(sorted(made, key=lambda a: a.order))

    def _claims(self, cause: Cause) -> list[Attribution]:
        factors = self._factors(cause)
        own = {f: self._clauses(cause, f, [other for other, _ in factors if other != f]) for f, _ in factors}
        return [self._attribution(cause, f, sure, own[f]) for f, sure in factors if own[f]]

    @cached_property
    def claimed(self) -> set[Cause]:
        return {a.cause for a in self.attributions}

    @cached_property
    def _factor_votes(self) -> FactorVotes:
        return factor_votes(self.observed)

    def _factors(self, cause: Cause) -> list[tuple[str | None, float | None]]:
        """Factors of a cause with their probability given the cause; (None, None) where none can be told."""
        codes = [f.code for f in self.language.taxonomy.factors_of(cause)]
        values = factor_values(self.observed, self.heard, codes, self._factor_votes)
        scored = [(rounded(self.model.factor.probability(values[code])), code) for code in codes]
        ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1]))
        further = [(f, p) for p, f in ranked[1:FACTORS_A_CAUSE] if p >= self.model.factor_thresholds[cause]]
        best = [(f, p) for p, f in ranked[:1] if p >= FACTOR_FLOOR]
        return [*best, *further] if best else [(None, None)]

    def _clauses(self, cause: Cause, factor: str | None, others: Collection[str | None]) -> tuple[Clause, ...]:
        """Where the claim shows.

        What rules say for `others`, further factors that are claimed of the cause, is theirs.
        """
        if not self.observed.utterance_count:
            return chosen(self._own(stated_clauses(self.observed, self.heard, cause, factor), factor, others))
        weighed = self._own(self._call.weighed(cause, factor, self.model.evidence), factor, others)
        return chosen_of_call(weighed if factor in self._wished else uncontent(self.observed, weighed))

    @cached_property
    def _call(self) -> CallClauses:
        return CallClauses(self.observed, self.heard)

    def _own(self, clauses: Sequence[Clause], factor: str | None, others: Collection[str | None]) -> Sequence[Clause]:
        """The clauses without those where rules vote for other claims and none for this one; all if none is left."""
        if not others:
            return clauses
        voted = [{m.rule.factor for m in begun} for begun in matches_in(self.observed, clauses)]
        return [
            c for c, factors in zip(clauses, voted, strict=True) if factor in factors or factors.isdisjoint(others)
        ] or clauses

    def _attribution(
        self, cause: Cause, factor: str | None, factor_confidence: float | None, clauses: Sequence[Clause]
    ) -> Attribution:
        observed = self.observed
        confidence = self.causes[cause]
        basis, evidence = basis_of(observed, self.heard, clauses), spans_of(observed, clauses)
        matches = [m for begun in matches_in(observed, clauses) for m in begun if m.rule.cause is cause]
        own = [m for m in matches if factor is None or m.rule.factor == factor]
        votes = [Vote(f"rule:{m.rule.id}", cause, m.rule.factor, basis, m.rule.weight, m.evidence) for m in own]
        votes.append(Vote("model:text", cause, factor, basis, confidence, evidence[0]))
        named = subject_of(
            observed,
            factor or cause,
            [(clause.passage, clause.start, clause.end) for clause in clauses],
            objects=self.language.objects,
            ranker=self.model.subject,
            topics=self._topics,
        )
        return Attribution(
            cause=cause,
            factor=factor,
            confidence=confidence,
            factor_confidence=factor_confidence,
            basis=basis,
            kind=self._kind(factor, {m.rule.kind for m in matches}, evidence),
            business_object=named,
            evidence=evidence,
            sources=tuple(sorted({vote.source for vote in votes}, key=lambda s: (s.startswith("model:"), s))),
        )

    def _kind(self, factor: str | None, matched: Set[Kind], evidence: Sequence[Evidence]) -> Kind:
        """An itch where the words that carry a claim match wishes and no complaint, or match nothing and are wishes of
        a comment all, or where the customer of a call tells a wish for it somewhere: what he misses he seldom wishes in
        the same breath."""
        wished = not matched and all(words.utterance == COMMENT and is_wish(words.text) for words in evidence)
        return Kind.ITCH if wished or factor in self._wished or matched == {Kind.ITCH} else Kind.PAIN

    @cached_property
    def _topics(self) -> Mapping[str, float]:
        return topics_of(self.observed, self.model.topics)

    @property
    def primary(self) -> Cause | None:
        """The surest cause; of equals the one whose evidence comes first."""
        order = {a.cause: min(a.evidence) for a in reversed(self.attributions)}
        return min(self.claimed, key=lambda c: (-self.causes[c], order[c], c), default=None)

    @cached_property
    def confidence(self) -> float:
        """Probability that dissatisfaction and the set of causes are both right."""
        plain = verdict_confidence(self.dissatisfied, self.dissatisfaction, self.causes, self.claimed)
        if not self.heard:
            return plain if self.observed.contact.satisfaction is not None else NOTHING_KNOWN
        sure = rounded(self.model.verdict.probability(self.confidence_values))
        foreign = is_foreign(self.observed.passages[i].text for i in self.observed.customer_passages)
        return min(sure, NOTHING_KNOWN) if foreign else sure

    @property
    def confidence_values(self) -> Mapping[str, float]:
        margins = {c: abs(self.causes[c] - self.needed(c)) for c in Cause} if self.dissatisfied else {}
        plain = verdict_confidence(self.dissatisfied, self.dissatisfaction, self.causes, self.claimed)
        return confidence_values(
            self.observed, plain, self.dissatisfaction, self.causes, margins, self.claimed, self._conflicts()
        )

    def abstain_reason(self) -> AbstainReason | None:
        if speakers_swapped(self.observed.passages):
            return AbstainReason.SUSPECTED_SPEAKERS
        if not self.heard and self.observed.contact.satisfaction is None:
            return AbstainReason.TOO_SHORT
        if self.dissatisfied and not self.claimed:
            return AbstainReason.UNSPECIFIED
        if self.claimed and all(self.causes[c] < self.needed(c) for c in self.claimed):
            return AbstainReason.LOW_CONFIDENCE
        if self.model.selection.stands(self.confidence):
            return None
        said = sum(len(self.observed.passages[i].text) for i in self.observed.customer_passages)
        if self.observed.utterance_count and said < TOO_FEW:
            return AbstainReason.TOO_SHORT
        return AbstainReason.CONFLICT if self._conflicts() else AbstainReason.LOW_CONFIDENCE

    def _conflicts(self) -> bool:
        """A rule votes for a cause that the model is sure against, or the other way round."""
        voted = {m.rule.cause for m in self.observed.all_matches(Says.COMPLAINT)}
        said = [self.heard[i] for i in self.observed.customer_passages]
        denied = {c for c in Cause if all(a.of(c) < CONFLICT_LOGIT for a in said)}
        return bool(voted & denied) or bool(self.claimed and voted and not voted & self.claimed)

    def analysis(self, version: AnalysisVersion) -> Analysis:
        observed = self.observed
        valences = observed.valences[: observed.utterance_count]
        end = next((m.valence for m in observed.moments if m.kind is MomentKind.END), None)
        return Analysis(
            contact_id=observed.contact.id,
            dissatisfied=self.dissatisfied,
            dissatisfaction=self.dissatisfaction,
            causes=self.causes,
            primary=self.primary,
            confidence=self.confidence,
            abstain_reason=self.abstain_reason(),
            attributions=self.attributions,
            valences=valences,
            phases=observed.phases,
            moments=observed.moments,
            peak_end=peak_end_score(valences, self.model.peak_end, end=end),
            resolved=observed.resolved,
            repeat_contact=observed.repeat_contact,
            version=version,
        )


def judging(observed: Observed, heard: Heard, language: Language, model: Model) -> Judging:
    """A contact ready to be judged, its course as the model hears it."""
    return Judging(with_course(observed, heard, model.course), heard, language, model)


def _bare_score(satisfaction: float | None) -> float:
    """Nothing but a score: what it says by definition, not a fitted figure; the middle of a scale is no complaint."""
    if satisfaction is None:
        return 0.0
    return 0.97 if satisfaction < MIDDLE else 0.3 if satisfaction == MIDDLE else 0.03
