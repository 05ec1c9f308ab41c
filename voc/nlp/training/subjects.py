"""Fitting what ranks the business objects of a claim."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from voc.domain.taxonomy import cause_of
from voc.nlp.classifier import UNTAUGHT, Logistic
from voc.nlp.features import Vocabulary
from voc.nlp.gold import Claim
from voc.nlp.objects import ObjectFinder
from voc.nlp.subjects import Words, subject_values, topics_of
from voc.nlp.topics import NO_TOPICS, Topics
from voc.nlp.training.rows import Labelled, clauses_with, marked_words
from voc.nlp.training.small import logistic
from voc.nlp.training.topics import fit_topics, named_objects

# Chosen by five-fold cross-validation over the claims of samples and written calls.
STRENGTH = 0.5
# With fewer claims the nearest object is taken.
FEWEST_CLAIMS = 40
# The topics of a contact are told by those of others. What was written together stands together: parts in a row.
PARTS = 5


def fit_subjects(
    labelled: Iterable[Labelled], objects: ObjectFinder, vocabulary: Vocabulary
) -> tuple[Logistic, Topics]:
    """One logistic regression over the candidates of all claims whose object a reader named and that are among them,
    and what the words of a call speak for."""
    known = [one for one in labelled if named_objects(one)]
    groups = [
        rows
        for part in np.array_split(np.arange(len(known)), PARTS)
        for topics in [fit_topics([one for n, one in enumerate(known) if n not in part], vocabulary)]
        for n in part
        for told in [topics_of(known[n].observed, topics)]
        for claim in known[n].gold.claims
        if (rows := _candidates(known[n], claim, objects, told))
    ]
    if len(groups) < FEWEST_CLAIMS:
        return UNTAUGHT, NO_TOPICS
    return logistic([row for rows in groups for row in rows], strength=STRENGTH), fit_topics(known, vocabulary)


def _candidates(
    one: Labelled, claim: Claim, objects: ObjectFinder, topics: Mapping[str, float]
) -> Sequence[tuple[dict[str, float], bool]]:
    """A row for each candidate; none where the object is no candidate or no words of the claim are marked."""
    if claim.business_object is None:
        return ()
    words = sorted(set(_marked(one, claim)))
    if not words:
        return ()
    values = subject_values(one.observed, claim.factor, words, objects=objects, topics=topics)
    if claim.business_object not in values:
        return ()
    return [(values[name], name == claim.business_object) for name in sorted(values)]


def _marked(one: Labelled, claim: Claim) -> Iterator[Words]:
    """The first clause of each of the marked words of the claim's cause."""
    for at, words in marked_words(one, cause_of(claim.factor)):
        passage = one.observed.passages[at]
        for n in clauses_with(passage, words)[:1]:
            yield at, *passage.clauses[n]
