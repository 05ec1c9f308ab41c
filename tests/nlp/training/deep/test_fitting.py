"""Skipped where torch is not installed (pip install -e '.[encoder]')."""

import numpy as np
import pytest

from tests.nlp.encoder.encoders import PIECES, small_encoder
from voc.domain.taxonomy import Taxonomy
from voc.nlp.classifier import encoded_labels
from voc.nlp.training.lesson import Lesson

pytest.importorskip("torch", reason="要装 torch：pip install -e '.[encoder]'")


def test_the_small_one_is_taught_of_what_is_taught_and_of_all_that_has_no_label(
    taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voc.nlp.training.deep import fitting
    from voc.nlp.training.deep.finetuning import Schedule

    labels = encoded_labels(taxonomy)
    asked: list[list[str]] = []
    teaching: list[list[int]] = []

    class Small:
        def encoder(self, *_: object) -> object:
            return small_encoder(labels)

    def fine_tuned(*given: object, **_: object) -> int:
        course = given[-1]
        assert isinstance(course, Schedule)
        return course.layers

    def distilled(teachers: list[int], texts: list[str], *_: object, **__: object) -> Small:
        teaching.append(teachers)
        asked.append(texts)
        return Small()

    monkeypatch.setattr(fitting, "pieces_for", lambda *_: PIECES)
    monkeypatch.setattr(fitting, "fine_tuned", fine_tuned)
    monkeypatch.setattr(fitting, "distilled", distilled)
    lesson = Lesson(["闪退", "客服差"], np.zeros((2, 1), "f4"), np.ones(2, "f4"), np.ones(2, "i8"))
    ready = fitting.by_distillation(None, ["网点远", "闪退！"], taxonomy, progress=lambda _: None)  # type: ignore[arg-type]
    fit = ready(lesson)
    assert fit(np.array([False, True])).labels == labels
    # The text that is left out is not asked of under the name of another.
    assert asked == [["客服差", "网点远"]]
    fit(np.array([True, True]))
    assert asked[1] == ["闪退", "客服差", "网点远"]
    # All layers teach the one that is kept alone.
    assert teaching == [[3], [3, 12]]
