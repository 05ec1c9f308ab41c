"""Contacts written as lines, contacts of the samples, and a small model whose answers can be read off its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from voc.domain.contact import Contact
from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.moments import PeakEndWeights
from voc.domain.survey import SurveyResponse
from voc.domain.taxonomy import Cause, Taxonomy
from voc.ingest import Read, read_records
from voc.nlp.call_evidence import untaught
from voc.nlp.classifier import (
    AGENT_LABELS,
    DISSATISFIED,
    NOTHING,
    UNTAUGHT,
    Answers,
    LinearLabels,
    Logistic,
    TextModel,
    answers_of,
    labels_of,
)
from voc.nlp.course import Course
from voc.nlp.features import Vocabulary
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.model import PLAIN, Model
from voc.nlp.points import POINT_LABELS, PointModel
from voc.nlp.privacy import masked_contact
from voc.nlp.selective import EVERYTHING
from voc.nlp.signals import Observed
from voc.nlp.topics import NO_TOPICS, Topics
from voc.nlp.training import HeldOut
from voc.nlp.whole_call import CallModel, call_labels
from voc.settings import shipped

SPEAKERS = {"客": Speaker.CUSTOMER, "座": Speaker.AGENT, "系": Speaker.SYSTEM}
# Words that speak for a label of the small model.
WORDS = {"c:闪退": "product.stability", "c:网点": "rule.channel", "c:态度": "person.attitude"}


def comment(text: str, score: float | None = None, **columns: Any) -> Contact:
    return Contact(None, (SurveyResponse("S-1", comment=text, score=score, **columns),))


def call(*lines: str, score: float | None = None, comment: str = "", id: str = "C-1", **columns: Any) -> Contact:
    """A call from lines such as `客：转不出去`, with a survey where it has a score or a comment."""
    utterances = tuple(Utterance(SPEAKERS[line[0]], line[2:]) for line in lines)
    answer = SurveyResponse(f"S-{id}", conversation_id=id, score=score, comment=comment)
    return Contact.of(Conversation(id, utterances, **columns), (answer,) if answer.answered else ())


@cache
def sample_calls() -> Mapping[str, Contact]:
    """The sample calls by id, each with its surveys, masked."""
    zone = ZoneInfo("Asia/Shanghai")
    files = [shipped("samples") / name for name in ("calls.jsonl", "call_surveys.jsonl")]
    records = [row.record for path in files for row in read_records(path, zone=zone) if isinstance(row, Read)]
    calls = [record for record in records if isinstance(record, Conversation)]
    surveys = [record for record in records if isinstance(record, SurveyResponse)]
    joined = {c.id: Contact.of(c, tuple(s for s in surveys if s.conversation_id == c.id)) for c in calls}
    return {key: masked_contact(contact) for key, contact in joined.items()}


def answers(taxonomy: Taxonomy, whole: Mapping[str, float], *clauses: Mapping[str, float]) -> Answers:
    """Logits by label of a passage and of its clauses; those not given are 0."""
    labels = labels_of(taxonomy)
    rows = [[row.get(label, 0.0) for label in labels] for row in (whole, *clauses)]
    index = {label: n for n, label in enumerate(labels)}
    return answers_of(index, np.array(rows[:1]), np.array(rows[1:]).reshape(-1, len(labels)), [len(clauses)])[0]


def flat(observed: Observed, language: Language, **values: float) -> Heard:
    """The same logits for every customer passage and each of its clauses: by label (`_` for `.`), else 0."""
    given = {name.replace("_", ".", 1): value for name, value in values.items()}
    return each(observed, language, dict.fromkeys(observed.customer_passages, given))


def each(observed: Observed, language: Language, given: Mapping[int, Mapping[str, float]]) -> Heard:
    """Logits by passage and label, the same for a passage and each of its clauses; nothing is heard of agents."""
    said = {i: answers(language.taxonomy, row, *[row] * len(observed.passages[i].clauses)) for i, row in given.items()}
    return Heard(said | (told(observed) if observed.customer_passages else {}))


def told(observed: Observed, given: Mapping[int, Mapping[str, float]] | None = None) -> Heard:
    """Logits of each utterance that is not the customer's and of its clauses, by passage and label; else `NOTHING`."""
    index = {label: n for n, label in enumerate(AGENT_LABELS)}
    rows = {i: [(given or {}).get(i, {}).get(label, NOTHING) for label in AGENT_LABELS] for i in observed.others}
    return Heard(
        (i, answers_of(index, np.array([row]), np.array([row] * count).reshape(-1, len(row)), [count])[0])
        for i, row in rows.items()
        for count in (len(observed.passages[i].clauses),)
    )


def lines_of(words: Sequence[str], labels: Sequence[str]) -> LinearLabels:
    """Each of WORDS adds 4 to its factor and to the cause above it; without any of them everything is −2."""
    weights = np.zeros((len(words), len(labels)), dtype=np.float32)
    for row, word in enumerate(words):
        for label in (WORDS[word], WORDS[word].partition(".")[0], DISSATISFIED):
            weights[row, labels.index(label)] = 4
    ones, zeros = np.ones(len(labels), dtype=np.float32), np.zeros(len(labels), dtype=np.float32)
    return LinearLabels(weights, zeros - 2, ones, zeros)


def silent_lines(rows: int, labels: int) -> LinearLabels:
    """Nothing is heard in any of so many terms."""
    ones, zeros = np.ones(labels, dtype=np.float32), np.zeros(labels, dtype=np.float32)
    return LinearLabels(np.zeros((rows, labels), dtype=np.float32), zeros, ones, zeros)


def topics_of_words(objects: Sequence[str], weights: Mapping[str, Sequence[float]]) -> Topics:
    """By word, how much it speaks for each of some objects."""
    table = np.array(list(weights.values()), dtype=np.float32).reshape(len(weights), len(objects))
    return Topics(tuple(objects), {word: n for n, word in enumerate(weights)}, table)


def small_text_model(language: Language) -> TextModel:
    """Whole texts and clauses are read alike, by WORDS alone."""
    labels, words = labels_of(language.taxonomy), sorted(WORDS)
    vocabulary = Vocabulary(words, np.ones(len(words), dtype=np.float32))
    return TextModel(vocabulary, labels, lines_of(words, labels), lines_of(words, labels))


def small_agent_model(language: Language) -> TextModel:
    """Nothing is heard in what an agent says."""
    vocabulary = small_text_model(language).vocabulary
    lines = silent_lines(len(WORDS), len(AGENT_LABELS))
    lines = replace(lines, bias=lines.bias + NOTHING)
    return TextModel(vocabulary, AGENT_LABELS, lines, lines)


def small_call_model(language: Language) -> CallModel:
    """Nothing is heard in a call as a whole."""
    labels = call_labels(language.taxonomy)
    return CallModel(labels, silent_lines(2 * small_text_model(language).vocabulary.word_count, len(labels)))


def small_point_model(language: Language) -> PointModel:
    """No utterance is heard as a point of its call."""
    return PointModel(silent_lines(len(WORDS), len(POINT_LABELS)))


def small_held(language: Language) -> HeldOut:
    """The small models as if they had been fitted on no record."""
    text, agent, call = small_text_model(language), small_agent_model(language), small_call_model(language)
    return HeldOut(text, agent, call, small_point_model(language), (), np.zeros(0, dtype=np.int64))


# Valences as the lexicon has them, and no word on how the call came out.
SMALL_COURSE = Course(
    Logistic(0.0, {"lexicon": 1.0}), UNTAUGHT, UNTAUGHT, Logistic(0.0, {"end": 1.0}), Logistic(0.0, {}), {}
)


def small_model(language: Language, **columns: Any) -> Model:
    """Comments are judged by their own logits alone, calls by their score and each cause's best logit."""
    plain: dict[str, Any] = {
        "id": "small",
        "text": small_text_model(language),
        "agent": small_agent_model(language),
        "call": small_call_model(language),
        "points": small_point_model(language),
        "course": SMALL_COURSE,
        "comment_dissatisfied": Logistic(0.0, {"comment": 1.0}),
        "call_dissatisfied": Logistic(0.0, {"score": 2.0, "call_top": 1.0}),
        "comment_cause": {cause: Logistic(0.0, {"whole": 1.0}) for cause in Cause},
        "call_cause": Logistic(0.0, {"call_top": 1.0}),
        "factor": Logistic(0.0, {"whole": 1.0}),
        "thresholds": dict.fromkeys(Cause, 0.5),
        "review_thresholds": dict.fromkeys(Cause, 0.5),
        "call_threshold": 0.5,
        "factor_thresholds": dict.fromkeys(Cause, 0.6),
        "verdict": PLAIN,
        "selection": EVERYTHING,
        "peak_end": PeakEndWeights(),
        "subject": UNTAUGHT,
        "topics": NO_TOPICS,
        "evidence": untaught(),
    }
    return Model(**(plain | columns))
