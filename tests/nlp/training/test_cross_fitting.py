from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.nlp.contacts import comment
from tests.nlp.encoder.encoders import small_encoder
from tests.nlp.training.labels import read
from voc.errors import InputError
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder import Encoder
from voc.nlp.encoder.artefact import CrossFitted, key_of
from voc.nlp.language import Language
from voc.nlp.training.cross_fitting import LEAST_COMMENTS, comment_folds, cross_fit, fit_on
from voc.nlp.training.holding import FOLDS
from voc.nlp.training.lesson import Lesson
from voc.nlp.training.rows import Labelled, text_rows

PRODUCT = {"dissatisfied": True, "causes": ["product"], "primary": "product", "factors": []}


@dataclass
class Fitting:
    """Another small encoder each time, and what it was fitted on."""

    labels: tuple[str, ...]
    taught: list[set[str]] = field(default_factory=list)

    def __call__(self, lesson: Lesson) -> Callable[[NDArray[np.bool_]], Encoder]:
        return partial(self.fit, lesson)

    def fit(self, lesson: Lesson, taught: NDArray[np.bool_]) -> Encoder:
        self.taught.append({text for text, one in zip(lesson.texts, taught, strict=True) if one})
        return small_encoder(self.labels, seed=len(self.taught))


def test_a_text_is_answered_by_an_encoder_that_was_fitted_without_it_and_its_likes(
    rows: list[Labelled], language: Language
) -> None:
    fitting = Fitting(encoded_labels(language.taxonomy))
    again = [read(comment("垃圾！！"), PRODUCT, language), read(comment("垃 圾"), PRODUCT, language)]
    found = cross_fit([*rows, *again], language, fitting, progress=lambda _: None)
    *folds, everything = fitting.taught
    assert len(folds) == FOLDS
    assert found.encoder.logits("闪退") == small_encoder(fitting.labels, seed=FOLDS + 1).logits("闪退")
    assert {key_of(text) for text in everything} == set(found.held)
    alone = {one.observed.passages[0].text for one in rows if not one.spoken} - {"垃圾"}
    for text in alone:
        (left_out,) = (n for n, taught in enumerate(folds) if text not in taught)
        assert found.held[key_of(text)] == tuple(small_encoder(fitting.labels, seed=left_out + 1).logits(text))
    # Texts that differ in points and blanks alone are left out together.
    likes = {"垃圾", "垃圾!!", "垃 圾"}
    assert sorted(len(likes & taught) for taught in folds) == [0, 3, 3, 3, 3]


def test_what_an_encoder_of_before_answered_without_a_comment_stands_and_the_new_it_is_asked(
    rows: list[Labelled], language: Language
) -> None:
    fitting = Fitting(encoded_labels(language.taxonomy))
    before = CrossFitted(small_encoder(fitting.labels, seed=7), {key_of("垃圾"): (0.5,) * len(fitting.labels)})
    steps: list[str] = []
    found = fit_on(before, rows, language, fitting, progress=steps.append)
    (everything,) = fitting.taught
    assert found.encoder.logits("闪退") == small_encoder(fitting.labels, seed=1).logits("闪退")
    assert found.held == {key_of(text): tuple(before.encoder.logits(text)) for text in everything} | dict(before.held)
    assert steps == [f"从前的编码器没有见过的评论有 {len(everything) - 1} 种；拟合全部数据"]


def test_what_is_nearly_a_known_comment_is_answered_as_that_one(rows: list[Labelled], language: Language) -> None:
    fitting = Fitting(encoded_labels(language.taxonomy))
    known, twin = "办一张卡跑了三趟柜台还是没有办成真的气人", "办一张卡跑了三趟柜台还是没有办成真的气人啊"
    before = CrossFitted(small_encoder(fitting.labels, seed=7), {key_of(known): (0.5,) * len(fitting.labels)})
    again = [*rows, *(read(comment(text), PRODUCT, language) for text in (twin, known))]
    found = fit_on(before, again, language, fitting, progress=lambda _: None)
    assert found.held[key_of(twin)] == found.held[key_of(known)] == before.held[key_of(known)]


def test_what_no_longer_teaches_is_not_kept(rows: list[Labelled], language: Language) -> None:
    fitting = Fitting(encoded_labels(language.taxonomy))
    before = CrossFitted(small_encoder(fitting.labels), {key_of("早已不用的评论"): (0.5,) * len(fitting.labels)})
    assert key_of("早已不用的评论") not in fit_on(before, rows, language, fitting, progress=lambda _: None).held


def test_what_is_said_in_calls_teaches_nothing(rows: list[Labelled], language: Language) -> None:
    fitting = Fitting(encoded_labels(language.taxonomy))
    cross_fit(rows, language, fitting, progress=lambda _: None)
    spoken = {p.text for one in rows if one.spoken for p in one.observed.passages}
    assert spoken
    assert not spoken & fitting.taught[-1]


def test_too_few_comments_are_refused(language: Language) -> None:
    few = [read(comment(f"第{n}次闪退"), PRODUCT, language) for n in range(LEAST_COMMENTS - 1)]
    for given in (few, []):
        with pytest.raises(InputError, match=f"有标注的评论只有 {len(given)} 条，拟合编码器至少要 {LEAST_COMMENTS} 条"):
            cross_fit(given, language, Fitting(()), progress=lambda _: None)
        with pytest.raises(InputError, match="至少要"):
            fit_on(CrossFitted(small_encoder(("person",)), {}), given, language, Fitting(()), progress=lambda _: None)


def test_comments_that_are_all_alike_are_refused(language: Language) -> None:
    alike = [read(comment("老是闪退"), PRODUCT, language) for _ in range(3)]
    with pytest.raises(InputError, match="都差不多"):
        comment_folds(text_rows(alike, ["product"]), len(alike))
