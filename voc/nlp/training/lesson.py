"""What an encoder is taught: comments with their labels, and how much each counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.taxonomy import Cause
from voc.nlp.training.rows import TextRow

# Few customers of a bank blame a person or a rule: what they wrote of these is shown so many times.
RARE, SHOWN = (Cause.PERSON, Cause.RULE), 3


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Texts with their labels: `wanted` `(n_texts, n_labels)` of 0 and 1, `weights` and `shown` `(n_texts,)`.

    A text counts by its weight, and is `shown` so many times in each pass over all of them.
    """

    texts: Sequence[str]
    wanted: NDArray[np.float32]
    weights: NDArray[np.float32]
    shown: NDArray[np.int64]


def lesson_of(rows: Sequence[TextRow], labels: Sequence[str]) -> Lesson:
    """What is taught by these rows, of which there is at least one."""
    rare = {str(cause) for cause in RARE}
    return Lesson(
        [row.text.text for row in rows],
        np.array([[label in row.labels for label in labels] for row in rows], dtype=np.float32),
        np.array([row.weight for row in rows], dtype=np.float32),
        np.array([SHOWN if row.weight == 1 and row.labels & rare else 1 for row in rows], dtype=np.int64),
    )
