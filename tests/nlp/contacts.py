"""Contacts written as lines, contacts of the samples, and a small model whose answers can be read off its numbers."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from voc.domain.contact import Contact
from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.moments import PeakEndWeights
from voc.domain.survey import SurveyResponse
from voc.domain.taxonomy import Cause
from voc.ingest import Read, read_records
from voc.nlp.classifier import DISSATISFIED, Logistic, TextModel, labels_of
from voc.nlp.features import Vocabulary
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.nlp.signals import Logits, Observed
from voc.nlp.verdict import Model
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


def flat(observed: Observed, language: Language, **values: float) -> dict[int, Logits]:
    """The same logits for every customer passage: those given by label (`_` for `.`), 0 for the others."""
    given = {name.replace("_", ".", 1): value for name, value in values.items()}
    row = {label: given.get(label, 0.0) for label in labels_of(language.taxonomy)}
    return dict.fromkeys(observed.customer_passages(), row)


def small_text_model(language: Language) -> TextModel:
    """Each of WORDS adds 4 to its factor and to the cause above it."""
    labels = labels_of(language.taxonomy)
    weights = np.zeros((len(WORDS), len(labels)), dtype=np.float32)
    for row, word in enumerate(sorted(WORDS)):
        for label in (WORDS[word], WORDS[word].partition(".")[0], DISSATISFIED):
            weights[row, labels.index(label)] = 4
    ones, zeros = np.ones(len(labels), dtype=np.float32), np.zeros(len(labels), dtype=np.float32)
    vocabulary = Vocabulary.of(sorted(WORDS), np.ones(len(WORDS), dtype=np.float32))
    return TextModel(vocabulary, labels, weights, zeros - 2, ones, zeros)


def small_model(language: Language, **columns: Any) -> Model:
    """Comments are judged by their own logits alone, calls by their score and each cause's best logit."""
    plain: dict[str, Any] = {
        "id": "small",
        "text": small_text_model(language),
        "comment_dissatisfied": Logistic(0.0, {"comment": 1.0}),
        "call_dissatisfied": Logistic(0.0, {"score": 2.0, "call_top": 1.0}),
        "comment_cause": {cause: Logistic(0.0, {"logit": 1.0}) for cause in Cause},
        "call_cause": Logistic(0.0, {"call_top": 1.0}),
        "factor": Logistic(0.0, {"logit": 1.0}),
        "thresholds": dict.fromkeys(Cause, 0.5),
        "call_threshold": 0.5,
        "factor_threshold": 0.6,
        "abstain_below": 0.0,
        "peak_end": PeakEndWeights(),
    }
    return Model(**(plain | columns))
