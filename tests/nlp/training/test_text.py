from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from tests.nlp.contacts import call, comment
from tests.nlp.training.labels import read
from voc.nlp.classifier import DISSATISFIED, VALENCE, labels_of, sigmoid
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.language import Language
from voc.nlp.training.rows import OTHER_TRADE_WEIGHT, TURNS, Labelled, Matrices, text_rows
from voc.nlp.training.text import ALWAYS, FEWEST_TO_CALIBRATE, NEVER, Fitted, Wanted, calibrated, fit_text, platt

CONTENT: Mapping[str, Any] = {"dissatisfied": False, "causes": []}
BROKEN = {"dissatisfied": True, "causes": ["product"], "factors": ["product.stability"]}
BAD = [
    *("今天去办卡，手机银行闪退", "早上想转账，闪退好几次", "闪退了，等下再试", "登录闪退，换了手机"),
    *("想看余额，一直闪退", "闪退，没法用", "刚更新完，又闪退", "闪退，重装也没用"),
]
GOOD = [
    *("今天去办卡，很顺利", "早上想转账，很快", "客服耐心，等下再试", "登录很快，换了手机"),
    *("想看余额，很清楚", "挺好，方便", "刚更新完，好用", "很好，没有问题"),
]


class Material:
    """Labelled contacts as rows, matrices and what is wanted of them."""

    def __init__(self, labelled: Sequence[Labelled], language: Language) -> None:
        self.names = labels_of(language.taxonomy)
        self.rows = text_rows(labelled, self.names)
        self.vocabulary = Vocabulary.fit((terms_of(row.text) for row in self.rows), least=1)
        self.matrices = Matrices.of(self.rows, self.vocabulary)
        self.wanted = Wanted.of(self.rows, self.names, self.matrices)

    def fit(self, used: np.ndarray[Any, Any] | None = None) -> Fitted:
        every = np.ones(len(self.rows), dtype=bool)
        return fit_text(self.matrices, self.wanted, self.names, every if used is None else used)

    def answers(self, fitted: Fitted, label: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """What is said of every row and of every clause."""
        rows, clauses = np.ones(len(self.rows), dtype=bool), np.ones(len(self.matrices.clause_row), dtype=bool)
        whole, clause = fitted.answers(self.matrices, rows, clauses)
        return whole[:, self.names.index(label)], clause[:, self.names.index(label)]


def material(language: Language, *more: Labelled) -> Material:
    labelled = [read(comment(text), BROKEN, language) for text in BAD]
    labelled += [read(comment(text), CONTENT, language) for text in GOOD]
    return Material([*labelled, *more], language)


def clauses_of(made: Material, holding: str) -> list[bool]:
    return [holding in row.text.text[start:end] for row in made.rows for start, end in row.text.clauses]


# What is wanted.


def test_what_is_wanted_is_a_cell_for_every_row_and_label(language: Language) -> None:
    made = material(language, read(comment("快递慢", channel="shop_review"), CONTENT, language))
    column = made.names.index("product")
    assert made.wanted.labels[:, column].tolist() == [True] * len(BAD) + [False] * (len(GOOD) + 1)
    assert made.wanted.weights.tolist() == [1.0] * (len(BAD) + len(GOOD)) + [OTHER_TRADE_WEIGHT]
    assert not made.wanted.labels[:, made.names.index(VALENCE)].any()


def test_a_feeling_that_is_not_known_has_no_weight(language: Language) -> None:
    made = Material(
        [
            read(call("客：嗯", "客：好"), CONTENT | {"valences": [-0.4, 0]}, language),
            read(call("客：嗯"), CONTENT, language),
        ],
        language,
    )
    assert made.wanted.valence.tolist() == [-0.4, 0.0, 0.0]
    assert made.wanted.valence_weight.tolist() == [1.0, 1.0, 0.0]


def test_only_marked_clauses_may_say_a_label_where_there_are_marks(language: Language) -> None:
    marked = read(comment("你好，闪退，再见"), BROKEN | {"evidence": {"product": [[None, "闪退"]]}}, language)
    made = Material([marked, read(comment("你好，闪退"), BROKEN, language)], language)

    def allowed(label: str) -> list[bool]:
        return [bool(one) for one in made.wanted.allowed[:, made.names.index(label)]]

    assert allowed("product") == allowed("product.stability") == [False, True, False, True, True]
    assert allowed(DISSATISFIED) == allowed("rule") == [True] * 5


# Fitting.


def test_texts_with_a_label_are_told_from_those_without(language: Language) -> None:
    made = material(language)
    whole, _ = made.answers(made.fit(), "product")
    assert whole[: len(BAD)].min() > whole[len(BAD) :].max()


def test_of_a_labelled_text_the_clause_that_says_it_is_found(language: Language) -> None:
    """Labels are of whole texts; which clause says it is learned from what the other texts have in common with it."""
    made = material(language)
    _, clause = made.answers(made.fit(), "product")
    says = np.array(clauses_of(made, "闪退"))
    assert clause[says].min() > clause[~says].max()


def test_marked_clauses_teach_against_what_the_words_have_in_common(language: Language) -> None:
    """Every text holds both clauses: only the marks tell which of them says it."""
    texts = [f"{a}办卡，{b}闪退" for a, b in zip("早晚前后左右上下", "甲乙丙丁戊己庚辛", strict=True)]
    content = [read(comment(text), CONTENT, language) for text in GOOD]

    def says(words: str) -> bool:
        gold = BROKEN | {"evidence": {"product": [[None, words]]}}
        made = Material([*(read(comment(text), gold, language) for text in texts), *content], language)
        _, clause = made.answers(made.fit(), "product")
        first, second = (np.array(clauses_of(made, part))[: 2 * len(texts)] for part in ("办卡", "闪退"))
        own = clause[: 2 * len(texts)]
        return bool(own[second].min() > own[first].max())

    assert says("闪退")
    assert not says("办卡")


def test_a_label_that_never_or_always_occurs_has_a_constant_answer(language: Language) -> None:
    made = Material([read(comment(text), BROKEN, language) for text in BAD], language)
    fitted = made.fit()
    for label, constant in (("rule", NEVER), ("product", ALWAYS)):
        for answers in made.answers(fitted, label):
            assert set(answers.tolist()) == {constant}


def test_rows_that_are_not_used_teach_nothing(language: Language) -> None:
    made = material(language, *(read(comment(f"利息低，{n}"), BROKEN, language) for n in "甲乙丙丁"))
    used = np.arange(len(made.rows)) < len(BAD) + len(GOOD)
    part, full = made.fit(used), made.fit()
    column = made.vocabulary.terms.index("c:息")
    for (weights, _), (all_weights, _) in ((part.whole, full.whole), (part.clause, full.clause)):
        assert not weights[column].any()
        assert all_weights[column].any()


def test_a_single_turn_teaches_its_feeling_and_no_label(language: Language) -> None:
    turn = read(call("客：唉声叹气", channel=TURNS), BROKEN | {"valences": [-1.0]}, language)
    made = material(language, turn)
    (weights, _), _ = made.fit().whole, None
    column = made.vocabulary.terms.index("c:唉声叹气")
    taught = {name for name, weight in zip(made.names, weights[column], strict=True) if weight}
    assert taught == {VALENCE}


def test_feeling_is_read_alike_of_a_text_and_of_its_clauses(language: Language) -> None:
    made = material(language)
    fitted = made.fit()
    whole, _ = made.answers(fitted, VALENCE)
    assert whole[: len(BAD)].max() < whole[len(BAD) :].min()
    column = made.names.index(VALENCE)
    assert fitted.whole[0][:, column].tolist() == fitted.clause[0][:, column].tolist()
    assert fitted.whole[1][column] == fitted.clause[1][column]


def test_where_no_feeling_is_known_none_is_heard(language: Language) -> None:
    made = Material([read(call("客：闪退"), CONTENT, language), read(call("客：网点"), CONTENT, language)], language)
    for answers in made.answers(made.fit(), VALENCE):
        assert set(answers.tolist()) == {0.0}


# Calibration.

LABELS = ("product", VALENCE)


def scale(
    logits: Sequence[float], answers: Sequence[bool], label: str = "product", *, copies: int = 1
) -> tuple[float, float]:
    held_out = np.array(logits)[:, None]
    slope, offset = platt(
        held_out, np.array(answers)[:, None], np.ones(len(logits)), [label], np.arange(len(logits)) // copies
    )
    return float(slope[0]), float(offset[0])


def test_logits_that_are_too_sure_of_themselves_are_drawn_in() -> None:
    logits = [5.0, -5.0] * 40
    answers = [(n // 2 % 4 != 0) == (logit > 0) for n, logit in enumerate(logits)]
    slope, offset = scale(logits, answers)
    share = sum(answer for logit, answer in zip(logits, answers, strict=True) if logit > 0) / 40
    assert sigmoid(slope * 5 + offset) == pytest.approx(share, abs=0.02)
    assert slope < 0.5


@pytest.mark.parametrize("rare", [True, False])
def test_a_label_that_is_too_rare_or_too_common_keeps_its_own_scale(rare: bool) -> None:
    count = FEWEST_TO_CALIBRATE - 1
    few = [(2.0, rare)] * count + [(-1.0, not rare)] * 50
    assert scale(*zip(*few, strict=True)) == (1.0, 0.0)
    enough = [(2.0, rare)] * (count + 1) + [(-1.0, not rare)] * 50
    assert (scale(*zip(*enough, strict=True)) != (1.0, 0.0)) == rare


def test_copies_of_a_text_do_not_make_a_label_frequent() -> None:
    pairs = [(2.0, True)] * 4 * (FEWEST_TO_CALIBRATE - 1) + [(-1.0, False)] * 50
    assert scale(*zip(*pairs, strict=True)) != (1.0, 0.0)
    assert scale(*zip(*pairs, strict=True), copies=4) == (1.0, 0.0)


def test_a_logit_that_tells_nothing_is_not_turned_around() -> None:
    assert scale([1.0, -1.0] * 20, [False, True] * 20) == (1.0, 0.0)


def test_feeling_is_no_logit_and_keeps_its_scale() -> None:
    assert scale([1.0, -1.0] * 20, [True, False] * 20, VALENCE) == (1.0, 0.0)


def test_weights_are_rounded_to_half_precision_and_scales_to_single() -> None:
    line = (np.array([[1 / 3, 1e-9], [1234.567, -2.0]]), np.array([1 / 3, 0.0]))
    lines = calibrated(line, (np.array([1 / 3, 1.0]), np.array([0.1, 0.2])))
    assert lines.weights.dtype == lines.bias.dtype == lines.slope.dtype == lines.offset.dtype == np.float32
    assert lines.weights.astype(np.float16).astype(np.float32).tobytes() == lines.weights.tobytes()
    assert lines.weights.tolist() == [[np.float16(1 / 3), 0.0], [np.float16(1234.567), -2.0]]
    assert lines.bias[0] == np.float32(1 / 3)
    assert (lines.slope[0], lines.offset[1]) == (np.float32(1 / 3), np.float32(0.2))
