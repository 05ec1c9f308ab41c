"""The encoder's lessons out of labelled contacts, and its answers on texts that it has not seen."""

from collections.abc import Callable, Sequence

import numpy as np

from voc.domain.taxonomy import Cause
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder.artefact import Studied, key_of
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.language import Language
from voc.nlp.training.encoding import Lesson, fit_encoder, pieces_for
from voc.nlp.training.holding import FOLDS, LEAST_ROWS
from voc.nlp.training.pretrained import Pretrained
from voc.nlp.training.rows import Labelled, Matrices, TextRow, folds_of, text_rows

# Few customers of a bank blame a person or a rule: what they wrote of these is shown so many times.
RARE, SHOWN = (Cause.PERSON, Cause.RULE), 3


def study(
    labelled: Sequence[Labelled], language: Language, base: Pretrained, *, progress: Callable[[str], None]
) -> Studied:
    """An encoder fitted on all comments, with what others, fitted without a comment's fold, say of each.

    Comments beside a call are not learned from: their labels tell of the call as well.
    """
    labels = encoded_labels(language.taxonomy)
    alone = [one for one in labelled if one.whole and not one.spoken]
    rows = [row for row in text_rows(alone, labels) if row.weight > 0]
    matrices = Matrices.of(rows, Vocabulary.fit((terms_of(row.text) for row in rows), least=LEAST_ROWS))
    folds = folds_of(matrices, len(alone), FOLDS)[matrices.owner]
    lesson = _lesson(rows, labels)
    pieces = pieces_for(lesson.texts, base)
    held: dict[bytes, tuple[float, ...]] = {}
    for fold in range(FOLDS):
        progress(f"交叉验证 {fold + 1}/{FOLDS}")
        fitted = fit_encoder(lesson, folds != fold, labels, pieces, base, progress=progress)
        unseen = [text for text, own in zip(lesson.texts, folds, strict=True) if own == fold]
        held |= {key_of(text): tuple(fitted.logits(text)) for text in unseen}
    progress("拟合全部数据")
    everything = np.ones(len(rows), dtype=bool)
    return Studied(fit_encoder(lesson, everything, labels, pieces, base, progress=progress), held)


def _lesson(rows: Sequence[TextRow], labels: Sequence[str]) -> Lesson:
    rare = {str(cause) for cause in RARE}
    return Lesson(
        [row.text.text for row in rows],
        np.array([[label in row.labels for label in labels] for row in rows], dtype=np.float32),
        np.array([row.weight for row in rows], dtype=np.float32),
        np.array([SHOWN if row.weight == 1 and row.labels & rare else 1 for row in rows], dtype=np.int64),
    )
