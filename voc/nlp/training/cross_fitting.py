"""An encoder, and what others say of the comments that it was fitted on, each fitted without the comment's fold."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder import Encoder
from voc.nlp.encoder.artefact import CrossFitted, key_of
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.language import Language
from voc.nlp.training.holding import FOLDS, LEAST_ROWS
from voc.nlp.training.lesson import Lesson, lesson_of
from voc.nlp.training.rows import Labelled, Matrices, TextRow, folds_of, groups_of, text_rows

LEAST_COMMENTS = 50

# Fits an encoder on those texts of its lesson that are taught, shape `(n_texts,)`.
Fit = Callable[[NDArray[np.bool_]], Encoder]


def cross_fit(
    labelled: Sequence[Labelled],
    language: Language,
    fit: Callable[[Lesson], Fit],
    *,
    progress: Callable[[str], None],
) -> CrossFitted:
    """An encoder fitted on all comments by themselves, and the answers of others that had not seen them.

    `fit` makes what fits ready for a lesson. The labels of comments beside a call tell of the call as well: they teach
    nothing. InputError where there are too few comments to leave any out.
    """
    rows, count = _alone(labelled, language)
    keys, folds = _keys(rows), comment_folds(rows, count)
    lesson = lesson_of(rows, encoded_labels(language.taxonomy))
    fitting = fit(lesson)
    held: dict[bytes, tuple[float, ...]] = {}
    for fold in sorted(set(folds.tolist())):
        progress(f"交叉验证 {fold + 1}/{FOLDS}")
        encoder = fitting(folds != fold)
        outside = [(key, text) for key, text, own in zip(keys, lesson.texts, folds, strict=True) if own == fold]
        held |= {key: tuple(encoder.logits(text)) for key, text in outside}
    progress("拟合全部数据")
    return CrossFitted(fitting(np.ones(len(rows), dtype=bool)), held)


def fit_on(
    before: CrossFitted,
    labelled: Sequence[Labelled],
    language: Language,
    fit: Callable[[Lesson], Fit],
    *,
    progress: Callable[[str], None],
) -> CrossFitted:
    """As `cross_fit`, in less than half of its time, where most comments are known to an encoder of before.

    For those its answers without them stand, also for their near-equals; what else it has not seen it is asked itself.
    It was fitted on less, so that what is fitted on its answers believes the new encoder a little less than it may.
    InputError as there.
    """
    rows, count = _alone(labelled, language)
    lesson = lesson_of(rows, encoded_labels(language.taxonomy))
    keys, groups = _keys(rows), _groups(rows, count)
    like: dict[int, tuple[float, ...]] = {}
    for key, group in zip(keys, groups, strict=True):
        if key in before.held:
            like.setdefault(group, before.held[key])
    told = list(zip(keys, groups, lesson.texts, strict=True))
    known = {key: before.held.get(key, like[group]) for key, group, _ in told if group in like}
    unseen = {key: tuple(before.encoder.logits(text)) for key, _, text in told if key not in known}
    progress(f"从前的编码器没有见过的评论有 {len(unseen)} 种；拟合全部数据")
    return CrossFitted(fit(lesson)(np.ones(len(rows), dtype=bool)), known | unseen)


def _alone(labelled: Sequence[Labelled], language: Language) -> tuple[list[TextRow], int]:
    """The comments by themselves that teach, and of how many contacts; InputError where there are too few."""
    alone = [one for one in labelled if one.whole and not one.spoken]
    rows = [row for row in text_rows(alone, encoded_labels(language.taxonomy)) if row.weight > 0]
    if len(rows) < LEAST_COMMENTS:
        raise InputError(f"有标注的评论只有 {len(rows)} 条，拟合编码器至少要 {LEAST_COMMENTS} 条")
    return rows, len(alone)


def _keys(rows: Sequence[TextRow]) -> list[bytes]:
    return [key_of(row.text.reading.given) for row in rows]


def comment_folds(rows: Sequence[TextRow], count: int) -> NDArray[np.int64]:
    """The fold of each row of `count` contacts: near-equal texts in one, and texts of equal letters whatever their
    words. InputError where all would fall into one."""
    matrices = _matrices(rows)
    folds = folds_of(matrices, count, FOLDS)[matrices.owner].tolist()
    first: dict[bytes, int] = {}
    joined = [first.setdefault(key, fold) for key, fold in zip(_keys(rows), folds, strict=True)]
    if len(set(joined)) < 2:
        raise InputError("有标注的评论都差不多，分不出留出的一份，不能拟合编码器")
    return np.array(joined, dtype=np.int64)


def _groups(rows: Sequence[TextRow], count: int) -> list[int]:
    """The group of near-equals of each row."""
    matrices = _matrices(rows)
    groups: list[int] = groups_of(matrices, count)[matrices.owner].tolist()
    return groups


def _matrices(rows: Sequence[TextRow]) -> Matrices:
    return Matrices.of(rows, Vocabulary.fit((terms_of(row.text) for row in rows), least=LEAST_ROWS))
