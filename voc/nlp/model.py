"""All that was learned, as one, and what it hears of a contact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from voc.domain.moments import PeakEndWeights
from voc.domain.taxonomy import Cause
from voc.nlp.call_evidence import EvidenceModel
from voc.nlp.classifier import Logistic, TextModel
from voc.nlp.course import Course
from voc.nlp.encoder import Encoder
from voc.nlp.heard import Heard
from voc.nlp.points import PointModel
from voc.nlp.selective import Selection
from voc.nlp.signals import Observed
from voc.nlp.topics import Topics
from voc.nlp.whole_call import CallModel, call_words

# The confidence of a verdict before it is fitted: the product of the four answers' probabilities.
PLAIN = Logistic(0.0, {"product": 1.0})


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything learned: the text model, what combines its answers for a contact, and the chosen thresholds.

    `text` hears the customer's words, `agent` what he is told, by the same vocabulary, `call` the whole of a call, and
    `points` how its utterances feel and which are the lowest and the highest;
    `encoder`, where there is one, reads comments as a whole. `course` reads the course of a call. `thresholds` holds,
    for each cause, the probability from which a comment is attributed to it, `review_thresholds` the same for app
    reviews, `call_threshold` for a cause of a call known to be dissatisfied, `factor_thresholds` for a further factor
    of each cause. `subject` ranks the business objects of a claim, `topics` knows words that speak for them, `evidence`
    weighs the clauses of a call that may prove it. `verdict` says how sure the whole is; verdicts that `selection` does
    not let stand go to people.
    """

    id: str
    text: TextModel
    agent: TextModel
    call: CallModel
    points: PointModel
    course: Course
    comment_dissatisfied: Logistic
    call_dissatisfied: Logistic
    comment_cause: Mapping[Cause, Logistic] = field(hash=False)
    call_cause: Logistic
    factor: Logistic
    thresholds: Mapping[Cause, float] = field(hash=False)
    review_thresholds: Mapping[Cause, float] = field(hash=False)
    call_threshold: float
    factor_thresholds: Mapping[Cause, float] = field(hash=False)
    verdict: Logistic
    selection: Selection
    peak_end: PeakEndWeights
    subject: Logistic
    topics: Topics
    evidence: EvidenceModel
    encoder: Encoder | None = None

    def hear(self, observed: Observed) -> Heard:
        """What the text models say of every passage, by its number, and of the call as a whole; nothing where the
        customer says no word."""
        said = observed.customer_passages
        if not said:
            return Heard()
        heard = self._heard(observed, said, observed.others)
        if self.encoder is None:
            return heard
        for i in observed.comments:
            heard[i] = replace(heard[i], encoded=self.encoder.answers(observed.passages[i].text))
        return heard

    def _heard(self, observed: Observed, said: Sequence[int], told: Sequence[int]) -> Heard:
        """The terms of all passages are looked up once for all models."""
        numbers, vocabulary = (*said, *told), self.text.vocabulary
        passages = [observed.passages[i] for i in numbers]
        counts = [len(passage.clauses) for passage in passages]
        found = vocabulary.find(passages)
        rows, clauses = vocabulary.rows_of(found)
        (own, others), (own_clauses, other_clauses) = rows.parted(len(said)), clauses.parted(sum(counts[: len(said)]))
        answers = (
            *self.text.answered(own, own_clauses, counts[: len(said)]),
            *self.agent.answered(others, other_clauses, counts[len(said) :]),
        )
        heard = Heard(zip(numbers, answers, strict=True))
        if observed.spoken:
            heard.call = self.call.answers(*call_words(vocabulary, found, observed, numbers))
            heard.points = self.points.answers(rows, numbers, observed)
        return heard
