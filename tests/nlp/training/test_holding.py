from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.nlp.contacts import call, comment
from tests.nlp.encoder.encoders import small_encoder
from tests.nlp.training.labels import COMMENTS, read
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import AGENT_LABELS, Answers, LinearLabels, encoded_labels
from voc.nlp.encoder.artefact import CrossFitted, key_of
from voc.nlp.language import Language
from voc.nlp.training.holding import FOLDS, HeldOut, hold_out
from voc.nlp.training.rows import Labelled


def hold(rows: Sequence[Labelled], language: Language, *, seed: int = 0) -> HeldOut:
    return hold_out(rows, language, progress=lambda _: None, seed=seed)


def uncalibrated(logits: NDArray[np.float64], lines: LinearLabels) -> NDArray[np.float64]:
    """Platt's scale is fitted over all held-out answers; without it they are those of the fold's own model."""
    return np.asarray((logits - lines.offset) / lines.slope)


def raw(held: HeldOut, answers: Answers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return uncalibrated(np.array(answers.whole), held.text.whole), uncalibrated(
        np.array(answers.clauses), held.text.clause
    )


def test_every_passage_is_answered_whole_and_by_clause(held: HeldOut, rows: list[Labelled]) -> None:
    assert len(held.heard) == len(held.folds) == len(rows)
    for one, heard in zip(rows, held.heard, strict=True):
        said = one.observed.customer_passages
        assert set(heard) == {*said, *(one.observed.others if said else ())}
        assert (heard.call is not None) is bool(one.observed.spoken)
        if heard.call is not None:
            assert tuple(heard.call.labels) == held.call.labels
            assert len(heard.call.clauses) == sum(len(passage.clauses) for passage in one.observed.passages)
        for i, answers in heard.items():
            labels = (held.text if i in said else held.agent).labels
            assert tuple(answers.labels) == labels
            assert len(answers.whole) == len(labels)
            assert [len(row) for row in answers.clauses] == [len(labels)] * len(one.observed.passages[i].clauses)


def test_a_records_own_label_does_not_influence_what_is_heard_of_it(
    held: HeldOut, rows: list[Labelled], language: Language
) -> None:
    number = next(n for n, one in enumerate(rows) if "rule.fee" in one.gold.factors)
    other = replace(
        rows[number].gold,
        dissatisfied=False,
        causes=frozenset({Cause.PERSON}),
        factors=frozenset({"person.attitude"}),
        evidence={},
    )
    changed = [replace(one, gold=other) if n == number else one for n, one in enumerate(rows)]
    again = hold(changed, language)
    assert again.folds.tolist() == held.folds.tolist()
    for i in rows[number].observed.customer_passages:
        for one, two in zip(raw(held, held.heard[number][i]), raw(again, again.heard[number][i]), strict=True):
            assert one == pytest.approx(two, abs=1e-4)
    # The label does teach: others hear it, and so does the model fitted on everything.
    assert again.text.whole.weights.tobytes() != held.text.whole.weights.tobytes()
    unlike = [n for n in range(len(rows)) if held.folds[n] != held.folds[number] and held.heard[n]]
    moved = [
        float(np.abs(raw(held, held.heard[n][i])[0] - raw(again, again.heard[n][i])[0]).max())
        for n in unlike
        for i in rows[n].observed.customer_passages
    ]
    assert max(moved) > 1e-2


def test_what_agents_say_is_heard_by_a_model_that_has_not_seen_the_call(held: HeldOut, language: Language) -> None:
    lines = ["座：您好", "客：我想改手机号", "座：这个要您本人带着身份证去网点柜台", "客：哦，好的"]
    gold = {"dissatisfied": True, "causes": ["rule"], "evidence": {"rule": [[2, "去网点柜台"]]}}
    taught = [read(call(*lines, score=1, id=f"R-{n}"), gold, language) for n in range(5)]
    plain = [
        read(call("座：您好", f"客：查{word}", "座：稍等一下", score=1, id=word), {"dissatisfied": True}, language)
        for word in ("余额", "利率", "地址", "网速", "汇率", "积分")
    ]
    found = hold([*taught, *plain], language)
    (told,) = found.agent.answers([taught[0].observed.passages[2]])
    assert told.of("rule") > 0 > told.of("person")
    # Near-equal calls lie in one fold: of each of them only a model speaks that has seen none of them.
    assert len(set(found.folds[: len(taught)].tolist())) == 1
    assert all(heard[2].of("rule") < 0 for heard in found.heard[: len(taught)])
    assert held.agent.labels == AGENT_LABELS


def test_held_out_answers_are_less_sure_than_those_of_the_model_that_saw_the_text(
    held: HeldOut, rows: list[Labelled]
) -> None:
    """The model that has seen a text knows its label better than one that has not."""
    seen, unseen = [], []
    for one, heard in zip(rows[: len(COMMENTS)], held.heard, strict=False):
        signs = {label: 1 if label in one.gold.causes else -1 for label in map(str, Cause)}
        (own,) = held.text.answers([one.observed.passages[0]])
        seen.append(sum(own.of(label) * sign for label, sign in signs.items()))
        unseen.append(sum(heard[0].of(label) * sign for label, sign in signs.items()))
    assert sum(seen) > sum(unseen) + len(seen)


def test_near_equal_texts_do_not_teach_each_other(language: Language, rows: list[Labelled]) -> None:
    """Copies of one text under a label of their own: a model that had seen one of them would know the others."""
    gold = {"dissatisfied": True, "causes": ["rule"], "factors": ["rule.obligation"]}
    copies = [read(comment(f"强制搭售理财才给放款{end}"), gold, language) for end in ("", "！", "啊", "。", "。。")]
    held = hold([*rows, *copies], language)
    assert len(set(held.folds[-len(copies) :].tolist())) == 1
    for heard in held.heard[-len(copies) :]:
        assert heard[0].of("rule.obligation") < -3
    assert held.text.answers([copies[0].observed.passages[0]])[0].of("rule.obligation") > -3


def test_another_seed_holds_out_other_records_together(held: HeldOut, rows: list[Labelled], language: Language) -> None:
    other = hold(rows, language, seed=1)
    assert other.folds.tolist() != held.folds.tolist()
    assert other.text.vocabulary.terms == held.text.vocabulary.terms
    assert set(other.folds.tolist()) == set(range(FOLDS))


def test_terms_that_hardly_occur_are_no_columns(held: HeldOut) -> None:
    assert "c:手机银行" in held.text.vocabulary.terms
    assert "c:吞" not in held.text.vocabulary.terms


def test_a_silent_customer_is_heard_of_nowhere(held: HeldOut, rows: list[Labelled]) -> None:
    silent = [n for n, one in enumerate(rows) if not one.observed.customer_passages]
    assert silent
    assert [held.heard[n] for n in silent] == [{}] * len(silent)


def test_other_trades_do_not_set_the_scale(held: HeldOut, rows: list[Labelled], language: Language) -> None:
    """So many shop reviews under labels turned around that all the bank's records are heard wrongly.

    The scale is asked of these alone, finds no sense in them and stays what it was; the reviews would give one.
    """
    turned = [
        read(
            comment(f"{text[:k]}快{text[k:]}", channel="shop_review"),
            {"dissatisfied": not (bool(factors) or (score or 3) < 3), "causes": []},
            language,
        )
        for text, score, factors in COMMENTS
        for k in range(4)
    ]
    lines, misled = held.text.whole, hold([*rows, *turned], language).text.whole
    column = held.text.labels.index("dissatisfied")
    assert (lines.slope[column], lines.offset[column]) != (1.0, 0.0)
    assert (misled.slope[column], misled.offset[column]) == (1.0, 0.0)


def test_comments_are_read_by_an_encoder_that_had_not_seen_them(
    held: HeldOut, rows: list[Labelled], language: Language
) -> None:
    encoder = small_encoder(encoded_labels(language.taxonomy))
    seen = COMMENTS[0][0]
    own = tuple(float(n) for n in range(len(encoder.labels)))
    again = hold_out(rows, language, progress=lambda _: None, encoder=CrossFitted(encoder, {key_of(seen): own}))
    assert (held.encoder, again.encoder) == (None, encoder)
    texts = [row.observed.passages[i].text for row in rows for i in row.observed.comments]
    read = [heard[i].encoded for row, heard in zip(rows, again.heard, strict=True) for i in row.observed.comments]
    assert read[0] == dict(zip(encoder.labels, own, strict=True))
    assert read[1:] == [encoder.answers(text) for text in texts[1:]]
    spoken = [heard[i].encoded for row, heard in zip(rows, again.heard, strict=True) for i in row.observed.spoken]
    assert spoken
    assert not any(spoken)
