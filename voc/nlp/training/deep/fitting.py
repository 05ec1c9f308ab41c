"""How the encoder that comes with the program is fitted: large ones learn the labels, it to answer as they do."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.domain.taxonomy import Taxonomy
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder import Encoder
from voc.nlp.encoder.artefact import key_of
from voc.nlp.training.cross_fitting import Fit
from voc.nlp.training.deep.distilling import distilled
from voc.nlp.training.deep.finetuning import LOWEST, WHOLE, fine_tuned, pieces_for
from voc.nlp.training.lesson import Lesson
from voc.nlp.training.pretrained import Pretrained


def by_distillation(
    base: Pretrained, unlabelled: Sequence[str], taxonomy: Taxonomy, *, progress: Callable[[str], None]
) -> Callable[[Lesson], Fit]:
    """What fits; the teachers are asked of the `unlabelled` texts too, but for those that are among the labelled.

    Where all is taught, all layers teach beside the lowest ones. An encoder that only answers for a fold has these
    alone, a quarter of the time: what is fitted on its answers believes the one that is kept a little less than it may.
    """

    def ready(lesson: Lesson) -> Fit:
        labels, pieces = encoded_labels(taxonomy), pieces_for(lesson.texts, base)
        known = {key_of(text) for text in lesson.texts}
        others = [text for text in unlabelled if key_of(text) not in known]

        def fit(taught: NDArray[np.bool_]) -> Encoder:
            courses = (LOWEST, WHOLE) if taught.all() else (LOWEST,)
            teachers = [fine_tuned(lesson, taught, pieces, base, course, progress=progress) for course in courses]
            own = [text for text, one in zip(lesson.texts, taught, strict=True) if one]
            return distilled(teachers, [*own, *others], pieces, progress=progress).encoder(labels, pieces)

        return fit

    return ready
