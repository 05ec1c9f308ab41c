"""The encoder's lessons out of labelled contacts, and its answers on texts that it has not seen."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.domain.taxonomy import Cause
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder import Encoder
from voc.nlp.encoder.artefact import Studied, key_of
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.language import Language
from voc.nlp.training.deep.distilling import distilled
from voc.nlp.training.deep.finetuning import Lesson, fine_tuned, pieces_for
from voc.nlp.training.holding import FOLDS, LEAST_ROWS
from voc.nlp.training.pretrained import Pretrained
from voc.nlp.training.rows import Labelled, Matrices, TextRow, folds_of, text_rows

# Few customers of a bank blame a person or a rule: what they wrote of these is shown so many times.
RARE, SHOWN = (Cause.PERSON, Cause.RULE), 3


def study(
    labelled: Sequence[Labelled],
    unlabelled: Sequence[str],
    language: Language,
    base: Pretrained,
    *,
    progress: Callable[[str], None],
) -> Studied:
    """An encoder fitted on all comments, with what others, fitted without a comment's fold, say of each.

    A teacher learns the labels, and the encoder to answer as it does, of other, `unlabelled` texts too. Comments beside
    a call are not learned from: their labels tell of the call as well.
    """
    labels = encoded_labels(language.taxonomy)
    alone = [one for one in labelled if one.whole and not one.spoken]
    rows = [row for row in text_rows(alone, labels) if row.weight > 0]
    matrices = Matrices.of(rows, Vocabulary.fit((terms_of(row.text) for row in rows), least=LEAST_ROWS))
    folds = folds_of(matrices, len(alone), FOLDS)[matrices.owner]
    lesson = lesson_of(rows, labels)
    known = {key_of(text) for text in lesson.texts}
    others = [text for text in unlabelled if key_of(text) not in known]
    pieces = pieces_for(lesson.texts, base)

    def fitted(taught: NDArray[np.bool_]) -> Encoder:
        teacher = fine_tuned(lesson, taught, pieces, base, progress=progress)
        own = [text for text, one in zip(lesson.texts, taught, strict=True) if one]
        return distilled(teacher, [*own, *others], pieces, progress=progress).encoder(labels, pieces)

    held: dict[bytes, tuple[float, ...]] = {}
    for fold in range(FOLDS):
        progress(f"交叉验证 {fold + 1}/{FOLDS}")
        encoder = fitted(folds != fold)
        unseen = [text for text, own in zip(lesson.texts, folds, strict=True) if own == fold]
        held |= {key_of(text): tuple(encoder.logits(text)) for text in unseen}
    progress("拟合全部数据")
    return Studied(fitted(np.ones(len(rows), dtype=bool)), held)


def lesson_of(rows: Sequence[TextRow], labels: Sequence[str]) -> Lesson:
    """What is taught: the labels of each text, and how much and how often it counts."""
    rare = {str(cause) for cause in RARE}
    return Lesson(
        [row.text.text for row in rows],
        np.array([[label in row.labels for label in labels] for row in rows], dtype=np.float32),
        np.array([row.weight for row in rows], dtype=np.float32),
        np.array([SHOWN if row.weight == 1 and row.labels & rare else 1 for row in rows], dtype=np.int64),
    )
