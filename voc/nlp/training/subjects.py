"""Fitting what ranks the business objects of a claim."""

from collections.abc import Iterable, Iterator, Sequence

from voc.domain.taxonomy import cause_of
from voc.nlp.classifier import UNTAUGHT, Logistic
from voc.nlp.gold import Claim
from voc.nlp.objects import ObjectFinder
from voc.nlp.subjects import Words, subject_values
from voc.nlp.training.rows import Labelled, clauses_with
from voc.nlp.training.small import logistic

# Chosen by five-fold cross-validation over the claims of samples and written calls (docs/benchmarks.md).
STRENGTH = 0.5
# With fewer claims the nearest object is taken.
FEWEST_CLAIMS = 40


def fit_subjects(labelled: Iterable[Labelled], objects: ObjectFinder) -> Logistic:
    """One logistic regression over the candidates of all claims whose object a reader named and the text names too."""
    groups = [rows for one in labelled for claim in one.gold.claims if (rows := _candidates(one, claim, objects))]
    if len(groups) < FEWEST_CLAIMS:
        return UNTAUGHT
    return logistic([row for rows in groups for row in rows], strength=STRENGTH)


def _candidates(one: Labelled, claim: Claim, objects: ObjectFinder) -> Sequence[tuple[dict[str, float], bool]]:
    """A row for each candidate; none where the object is no candidate or no words of the claim are marked."""
    if claim.business_object is None:
        return ()
    words = sorted(set(_marked(one, claim)))
    values = subject_values(one.observed, claim.factor, words, objects=objects) if words else {}
    if claim.business_object not in values:
        return ()
    return [(values[name], name == claim.business_object) for name in sorted(values)]


def _marked(one: Labelled, claim: Claim) -> Iterator[Words]:
    """The first clause of each of the marked words of the claim's cause."""
    observed = one.observed
    for utterance, words in one.gold.evidence.get(cause_of(claim.factor), ()):
        numbers = [utterance] if utterance is not None else list(observed.comments)
        for at in numbers:
            for n in clauses_with(observed.passages[at], words)[:1]:
                yield at, *observed.passages[at].clauses[n]
