from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

import numpy as np
import pytest

from tests.builders import VERSION
from tests.nlp.contacts import call, comment
from tests.nlp.training.labels import UNKNOWN, calls, comments, read
from voc.domain.attribution import Analysis
from voc.domain.taxonomy import Cause
from voc.nlp.artefact import Provenance, load_model, save_model
from voc.nlp.classifier import DISSATISFIED, VALENCE
from voc.nlp.language import Language
from voc.nlp.model import Model
from voc.nlp.packing import model_id
from voc.nlp.selective import nothing_stands
from voc.nlp.signals import observe
from voc.nlp.training import FOLDS, STATED_RISK, Labelled, Trained, train_model
from voc.nlp.verdict import judging


def train(rows: Sequence[Labelled], language: Language) -> Trained:
    return train_model(rows, language, progress=lambda _: None)


def answer(model: Model, one: Labelled, language: Language) -> Analysis:
    return judging(one.observed, model.hear(one.observed), language, model).analysis(VERSION)


def test_the_same_labels_give_the_same_bytes(
    trained: Trained, rows: list[Labelled], language: Language, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folders = [tmp_path_factory.mktemp("model") for _ in range(2)]
    for folder, one in zip(folders, (trained, train(rows, language)), strict=True):
        save_model(folder, one.model, language, Provenance({}, one.measures), "")
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second
    assert load_model(folders[0], language).id == trained.model.id == model_id(trained.model)


def test_a_saved_model_answers_to_the_bit_as_the_one_that_was_fitted(
    trained: Trained, rows: list[Labelled], language: Language, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("model")
    save_model(folder, trained.model, language, Provenance({}, trained.measures), "")
    again = load_model(folder, language)
    for side in ("whole", "clause"):
        one, other = getattr(again.text, side), getattr(trained.model.text, side)
        assert one.weights.tobytes() == other.weights.tobytes()
        assert one.weights.any()
    assert [answer(again, one, language) for one in rows] == [answer(trained.model, one, language) for one in rows]


def test_the_causes_of_its_own_texts_are_told_apart(trained: Trained, rows: list[Labelled], language: Language) -> None:
    own = [one for one in rows if not one.spoken and one.gold.causes]
    found = [set(answer(trained.model, one, language).found_causes) == one.gold.causes for one in own]
    assert sum(found) >= 0.85 * len(found)


def test_praise_is_told_from_complaint(trained: Trained, rows: list[Labelled], language: Language) -> None:
    right = [answer(trained.model, one, language).dissatisfied == one.gold.dissatisfied for one in rows]
    assert sum(right) >= 0.9 * len(right)


def test_a_factor_that_was_often_seen_is_told(trained: Trained, language: Language) -> None:
    new = read(comment("改个地址非得去网点才能办"), UNKNOWN, language)
    assert [a.factor for a in answer(trained.model, new, language).attributions][:1] == ["rule.channel"]


def test_a_label_that_never_occurs_is_never_likely(trained: Trained, rows: list[Labelled]) -> None:
    text = trained.model.text
    seen = {factor for one in rows for factor in one.gold.factors} | {DISSATISFIED, VALENCE, *Cause}
    never = [label for label in text.labels if label not in seen]
    assert never
    columns = [text.labels.index(label) for label in never]
    assert not text.whole.weights[:, columns].any()
    assert not text.clause.weights[:, columns].any()
    for one in rows[:10]:
        for answers in trained.model.hear(one.observed).values():
            assert all(answers.of(label) <= -6 and answers.top(label) <= -6 for label in never)


def test_every_number_is_finite(trained: Trained) -> None:
    for lines in (trained.model.text.whole, trained.model.text.clause):
        assert all(np.isfinite(array).all() for array in (lines.weights, lines.bias, lines.slope, lines.offset))
        assert (lines.slope > 0).all()
    assert all(0 < trained.model.thresholds[cause] < 1 for cause in Cause)
    assert all(isfinite(value) for value in trained.measures.values() if value is not None)


def test_the_stated_risk_is_chosen_on_the_records_that_are_measured(trained: Trained, rows: list[Labelled]) -> None:
    selection = trained.model.selection
    silent = sum(not one.observed.customer_passages for one in rows)
    assert (selection.risk, selection.records) == (STATED_RISK, len(rows) - silent)
    assert trained.measures["n"] == len(rows) - silent
    assert silent == 1


def test_every_step_is_reported(trained: Trained, steps: list[str]) -> None:
    assert steps[:FOLDS] == [f"交叉验证 {k + 1}/{FOLDS}" for k in range(FOLDS)]
    assert steps[FOLDS:] == ["拟合全部数据", "座席的话", "合并与阈值"]


@pytest.fixture(scope="module")
def on_seen_comments(language: Language) -> Trained:
    """Trained on nothing but comments that the writers of the rules had seen."""
    return train(comments(language, fresh=False), language)


def test_without_calls_comments_are_judged_all_the_same(
    on_seen_comments: Trained, rows: list[Labelled], language: Language
) -> None:
    model = on_seen_comments.model
    complaint = next(one for one in rows if one.gold.causes == {Cause.PRODUCT})
    assert answer(model, complaint, language).found_causes == (Cause.PRODUCT,)
    # Nothing was seen of calls: their combiners answer the same whatever they are asked.
    assert model.call_cause.weights == model.call_dissatisfied.weights == {}


def test_where_every_comment_was_seen_nothing_is_measured_or_promised(on_seen_comments: Trained) -> None:
    measures = dict(on_seen_comments.measures)
    assert measures.pop("n") == 0
    assert set(measures.values()) == {None}
    assert on_seen_comments.model.selection == nothing_stands(risk=STATED_RISK, records=0)
    (warning,) = on_seen_comments.warnings
    assert "只有 0 种不同的文字" in warning


def test_what_nothing_is_promised_of_goes_to_people(
    on_seen_comments: Trained, rows: list[Labelled], language: Language
) -> None:
    assert all(answer(on_seen_comments.model, one, language).abstained for one in rows)


def test_a_model_with_enough_to_go_by_warns_of_nothing_but_a_risk_that_is_not_met(trained: Trained) -> None:
    assert trained.model.selection.threshold is not None
    assert all("没有哪个把握的界限" in warning for warning in trained.warnings)


@pytest.mark.parametrize(("bad", "name"), [(True, "不满"), (False, "没有不满")])
def test_one_answer_alone_teaches_nothing_and_all_go_to_people(language: Language, bad: bool, name: str) -> None:
    own = [one for one in comments(language) if one.gold.dissatisfied is bad]
    more = [
        read(comment(f"{one.observed.contact.surveys[0].comment}，第{n}次"), _plain(bad), language, fresh=True)
        for n in range(3)
        for one in own
    ]
    found = train(own + more, language)
    assert found.model.selection.threshold is None
    assert found.measures["dissatisfied_f1"] is None
    assert f"训练数据里全是{name}的记录，模型分不出是否不满" in found.warnings
    assert all(answer(found.model, one, language).abstained for one in own)


def _plain(bad: bool) -> dict[str, object]:
    return {"dissatisfied": bad, "causes": ["product"] if bad else []}


def test_without_comments_a_model_can_be_trained_too(language: Language) -> None:
    trained = train(calls(language), language)
    assert trained.measures["n"] == 6
    assert trained.measures["macro_f1"] is None
    assert all(one.weights == {} for one in trained.model.comment_cause.values())


def test_comments_that_the_writers_of_the_rules_had_seen_are_not_measured(language: Language) -> None:
    rows = [replace(one, fresh=n % 2 == 0) for n, one in enumerate(comments(language))] + calls(language)[:2]
    trained = train(rows, language)
    assert trained.measures["n"] == sum(one.fresh or one.spoken for one in rows)


def test_other_trades_teach_words_and_nothing_else(rows: list[Labelled], trained: Trained, language: Language) -> None:
    gold = {"dissatisfied": True, "causes": ["product"], "factors": ["product.delivery"]}
    foreign = [
        read(comment(f"快递太慢，{text}", channel="shop_review"), gold, language, fresh=True)
        for text in ("盒子破了", "等了一周", "送错地址", "快递员没打电话")
    ]
    found = train([*rows, *foreign], language)
    assert found.measures["n"] == trained.measures["n"]
    assert "c:快递" in found.model.text.vocabulary.terms
    assert "product.delivery" not in found.model.text.labels


def test_an_utterance_carries_the_labels_of_the_evidence_in_it(trained: Trained, language: Language) -> None:
    observed = observe(call("客：非得去网点才能办吗，太麻烦了", "客：网点几点开门"), language)
    heard = trained.model.hear(observed)
    complaint, question = heard[0], heard[1]
    assert complaint.of(DISSATISFIED) > question.of(DISSATISFIED)
    assert complaint.of("rule") > question.of("rule")
    assert complaint.top("rule") > question.top("rule")
