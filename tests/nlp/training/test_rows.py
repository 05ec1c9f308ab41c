from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import block_diag, csr_matrix, identity, vstack

from tests.nlp.contacts import call, comment
from tests.nlp.training.labels import read
from voc.domain.contact import Contact
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import AGENT_LABELS, DISSATISFIED, labels_of
from voc.nlp.features import Vocabulary, terms_of
from voc.nlp.gold import Gold
from voc.nlp.language import Language
from voc.nlp.training.rows import (
    ALIKE,
    DISPLEASED,
    GUESSED_WEIGHT,
    LOWEST_VALENCE,
    OTHER_TRADE_WEIGHT,
    PLEASED,
    TURNS,
    UTTERANCE_WEIGHT,
    WRITTEN,
    WRITTEN_WEIGHT,
    Labelled,
    Matrices,
    TextRow,
    agent_rows,
    folds_of,
    known_valence,
    text_rows,
)

FOLDS = 5
CONTENT = {"dissatisfied": False, "causes": []}
BROKEN = {"dissatisfied": True, "causes": ["product"], "factors": ["product.stability"]}
LINES = ("座：您好", "客：手机银行转账的时候闪退，我试了三次", "座：抱歉", "客：好的")


def rows_of(language: Language, *labelled: Labelled) -> list[TextRow]:
    return text_rows(labelled, labels_of(language.taxonomy))


def matrices_of(rows: Sequence[TextRow]) -> Matrices:
    return Matrices.of(rows, Vocabulary.fit((terms_of(row.text) for row in rows), least=1))


def folded(texts: Sequence[str], language: Language, *, seed: int = 0) -> list[int]:
    labelled = [read(comment(text), CONTENT, language) for text in texts]
    matrices = matrices_of(rows_of(language, *labelled))
    return folds_of(matrices, len(labelled), FOLDS, seed=seed).tolist()


# What a record counts for.


@pytest.mark.parametrize(
    ("contact", "other_trade", "whole", "spoken"),
    [
        (comment("闪退"), False, True, False),
        (comment("闪退", channel="app"), False, True, False),
        (comment("快递慢", channel="shop_review"), True, True, False),
        (comment("酒店脏", channel="other_trade"), True, True, False),
        (call("客：闪退"), False, True, True),
        (call("客：闪退", channel=TURNS), False, False, True),
    ],
)
def test_the_channel_tells_what_a_record_can_teach(
    language: Language, contact: Contact, other_trade: bool, whole: bool, spoken: bool
) -> None:
    one = read(contact, CONTENT, language)
    assert (one.other_trade, one.whole, one.spoken) == (other_trade, whole, spoken)


@pytest.mark.parametrize(
    ("contact", "weight"),
    [
        (comment("闪退"), 1.0),
        (comment("闪退", channel="shop_review"), OTHER_TRADE_WEIGHT),
        (comment("闪退", channel=WRITTEN), WRITTEN_WEIGHT),
        (call("客：闪退"), UTTERANCE_WEIGHT),
        (call("客：闪退", channel=TURNS), 0.0),
    ],
)
def test_comments_of_the_bank_count_most_and_single_turns_for_their_feeling_alone(
    language: Language, contact: Contact, weight: float
) -> None:
    (row,) = rows_of(language, read(contact, CONTENT, language))
    assert row.weight == weight


# Labels.


def test_a_comment_carries_all_labels_of_its_record_that_the_taxonomy_knows(language: Language) -> None:
    gold = {"dissatisfied": True, "causes": ["product", "rule"], "factors": ["product.delivery", "rule.fee"]}
    (row,) = rows_of(language, read(comment("快递太慢，还收手续费"), gold, language))
    assert row.labels == {DISSATISFIED, "product", "rule", "rule.fee"}


def test_a_content_comment_carries_no_label(language: Language) -> None:
    (row,) = rows_of(language, read(comment("很好"), CONTENT, language))
    assert row.labels == frozenset()


def test_an_utterance_carries_the_labels_whose_evidence_stands_in_it_and_agents_have_no_row(language: Language) -> None:
    gold = BROKEN | {"evidence": {"product": [[1, "闪退"]]}}
    fault, polite = rows_of(language, read(call(*LINES), gold, language))
    assert (fault.passage, polite.passage) == (1, 3)
    assert fault.labels == {DISSATISFIED, "product", "product.stability"}
    assert polite.labels == frozenset()


def test_a_cause_that_only_the_agents_words_prove_is_in_no_row(language: Language) -> None:
    gold = {"dissatisfied": True, "causes": ["rule"], "evidence": {"rule": [[0, "您好"]]}}
    assert [row.labels for row in rows_of(language, read(call(*LINES), gold, language))] == [frozenset()] * 2


def test_what_agents_say_carries_the_causes_whose_evidence_stands_in_it(language: Language) -> None:
    gold = {
        "dissatisfied": True,
        "causes": ["product", "rule"],
        "factors": ["rule.channel"],
        "evidence": {"rule": [[2, LINES[2][2:4]]], "product": [[1, "闪退"]]},
    }
    rows = agent_rows([read(call(*LINES), gold, language)], AGENT_LABELS)
    assert [(row.passage, row.labels, row.weight) for row in rows] == [
        (0, frozenset(), 1.0),
        (2, frozenset({"rule"}), 1.0),
    ]
    assert rows[1].marked == {"rule": {0}}


def test_only_dissatisfied_calls_of_the_bank_teach_what_is_told(language: Language) -> None:
    content, shop = read(call(*LINES), CONTENT, language), read(call(*LINES, channel="shop_review"), BROKEN, language)
    assert {row.weight for row in agent_rows([content, shop], AGENT_LABELS)} == {0.0}
    silent = read(call("座：您好", "座：再见", score=1), {"dissatisfied": True, "causes": []}, language)
    assert agent_rows([silent, read(comment("闪退"), BROKEN, language)], AGENT_LABELS) == []


def test_the_comment_of_a_call_carries_what_was_marked_in_it(language: Language) -> None:
    gold = {
        "dissatisfied": True,
        "causes": ["product", "rule"],
        "evidence": {"product": [[1, "闪退"]], "rule": [[None, "网点"]]},
    }
    rows = rows_of(language, read(call(*LINES, comment="非得去网点"), gold, language))
    assert [row.labels for row in rows] == [{DISSATISFIED, "product"}, frozenset(), {DISSATISFIED, "rule"}]


def test_rows_know_whose_they_are(language: Language) -> None:
    rows = rows_of(
        language, *(read(contact, CONTENT, language) for contact in (call(*LINES), comment(""), comment("好")))
    )
    assert [(row.owner, row.passage) for row in rows] == [(0, 1), (0, 3), (2, 0)]


# Marked clauses.


def marks(language: Language, text: str, **evidence: list[str]) -> dict[str, set[int]]:
    factors = [f for f in ("product.stability", "rule.fee", "rule.channel") if f.partition(".")[0] in evidence]
    spans = {cause: [[None, words] for words in found] for cause, found in evidence.items()}
    gold = {"dissatisfied": True, "causes": sorted(evidence), "factors": factors, "evidence": spans}
    (row,) = rows_of(language, read(comment(text), gold, language))
    return {label: set(clauses) for label, clauses in row.marked.items()}


def test_a_cause_stands_in_the_clauses_that_a_reader_marked_and_so_do_its_factors(language: Language) -> None:
    found = marks(language, "今天去办卡，收了手续费，太贵了，闪退", rule=["收了手续费"], product=["闪退"])
    assert found == {
        "rule": {1},
        "rule.fee": {1},
        "rule.channel": {1},
        "product": {3},
        "product.stability": {3},
    }


def test_several_marks_of_a_cause_are_all_its_clauses(language: Language) -> None:
    assert marks(language, "收手续费，嗯，去网点", rule=["手续费", "去网点"])["rule"] == {0, 2}


def test_words_over_several_clauses_mark_each_of_them_and_none_beside(language: Language) -> None:
    assert marks(language, "你好，收手续费，去网点，再见", rule=["费，去网"])["rule"] == {1, 2}


def test_words_that_touch_a_clause_without_a_character_of_it_do_not_mark_it(language: Language) -> None:
    assert marks(language, "收手续费，去网点", rule=["手续费，"])["rule"] == {0}


def test_marks_are_found_in_the_text_as_it_was_given(language: Language) -> None:
    assert marks(language, "ＡＰＰ好用……轉帳要收手續費", rule=["手續費"])["rule"] == {1}


def test_a_mark_that_is_not_in_the_text_leaves_every_clause_open(language: Language) -> None:
    assert marks(language, "收手续费，去网点", rule=["别的话"]) == {}


def test_dissatisfaction_can_stand_in_any_clause(language: Language) -> None:
    assert DISSATISFIED not in marks(language, "收手续费，去网点", rule=["手续费"])


def test_an_utterance_is_marked_by_its_own_evidence(language: Language) -> None:
    gold = BROKEN | {"evidence": {"product": [[1, "三次"], [3, "好的"]]}}
    first, second = rows_of(language, read(call(*LINES), gold, language))
    assert (first.marked["product"], first.marked["product.stability"]) == ({1}, {1})
    assert second.marked["product"] == {0}


# Feeling.


def test_a_comments_feeling_is_guessed_from_its_verdict_and_counts_little(language: Language) -> None:
    bad, good = rows_of(language, *(read(comment("闪退"), gold, language) for gold in (BROKEN, CONTENT)))
    assert [(row.valence, row.valence_weight) for row in (bad, good)] == [
        (DISPLEASED, GUESSED_WEIGHT),
        (PLEASED, GUESSED_WEIGHT),
    ]


def test_an_utterances_feeling_is_what_was_labelled(language: Language) -> None:
    labelled = read(call(*LINES), CONTENT | {"valences": [None, -0.4, None, 0.2]}, language)
    assert [(row.valence, row.valence_weight) for row in rows_of(language, labelled)] == [(-0.4, 1.0), (0.2, 1.0)]
    unknown = read(call(*LINES), CONTENT, language)
    assert [row.valence for row in rows_of(language, unknown)] == [None, None]


@pytest.mark.parametrize(
    ("low_turns", "known"),
    [(None, [None, None]), ([], [0.0, 0.0]), ([1], [LOWEST_VALENCE, None]), ([1, 3], [LOWEST_VALENCE, LOWEST_VALENCE])],
)
def test_where_no_number_was_labelled_the_worst_moments_tell(
    language: Language, low_turns: list[int] | None, known: list[float | None]
) -> None:
    gold = Gold.parse(CONTENT | {"low_turns": low_turns})
    assert [known_valence(gold, i) for i in (1, 3)] == known
    labelled = read(call(*LINES), CONTENT | {"low_turns": low_turns}, language)
    assert [row.valence for row in rows_of(language, labelled)] == known


def test_labelled_numbers_stand_before_labelled_moments() -> None:
    gold = Gold.parse(CONTENT | {"low_turns": [1], "valences": [None, -0.2, None, None]})
    assert [known_valence(gold, i) for i in (1, 3)] == [-0.2, None]


# Matrices.


def test_matrices_say_whose_each_row_and_clause_is(language: Language) -> None:
    labelled = [read(contact, CONTENT, language) for contact in (call(*LINES), comment(""), comment("好，很好，谢谢"))]
    matrices = matrices_of(rows_of(language, *labelled))
    assert matrices.owner.tolist() == [0, 0, 2]
    assert matrices.clause_row.tolist() == [0, 0, 1, 2, 2, 2]
    assert matrices.clause_number.tolist() == [0, 1, 0, 0, 1, 2]
    assert (matrices.whole.shape[0], matrices.clauses.shape[0]) == (3, 6)
    assert matrices.whole.shape[1] == matrices.clauses.shape[1]


# Folds.

TEXTS = [
    f"第{n}个人说的{a}{b}"
    for n, (a, b) in enumerate(zip("天地玄黄宇宙洪荒日月盈昃辰宿列张", "寒来暑往秋收冬藏闰余成岁律吕调阳", strict=True))
]


def test_near_equal_texts_fall_into_one_fold(language: Language) -> None:
    copies = [
        "手机银行一打开就闪退，真的受不了",
        "手机银行一打开就闪退，真的受不了了",
        "手机银行一打开就闪退！真的受不了啊",
    ]
    for seed in range(6):
        assert len(set(folded([*TEXTS, *copies], language, seed=seed)[-3:])) == 1


def test_different_texts_are_spread_over_all_folds(language: Language) -> None:
    assert set(folded(TEXTS, language)) == set(range(FOLDS))


def test_all_texts_of_a_contact_lie_in_its_one_fold_and_join_what_is_like_them(language: Language) -> None:
    talk = read(call("客：手机银行一打开就闪退", "客：网点几点开门呀我要去"), CONTENT, language)
    like = [read(comment(text), CONTENT, language) for text in ("手机银行一打开就闪退", "网点几点开门呀我要去")]
    labelled = [*(read(comment(text), CONTENT, language) for text in TEXTS), talk, *like]
    matrices = matrices_of(rows_of(language, *labelled))
    for seed in range(6):
        assert len(set(folds_of(matrices, len(labelled), FOLDS, seed=seed)[-3:])) == 1


def test_what_is_said_in_most_calls_joins_none(language: Language) -> None:
    said = ["好的谢谢", "嗯", "没有了"]
    talks = [call(*(f"客：{text}" for text in (*said, f"{own}，我问了三回")), comment="还行") for own in TEXTS]
    labelled = [read(talk, CONTENT, language) for talk in talks] + [read(comment("还行"), CONTENT, language)]
    found = {tuple(folds_of(matrices_of(rows_of(language, *labelled)), len(labelled), FOLDS, seed=n)) for n in range(3)}
    assert all(len(set(folds)) > 2 for folds in found)
    # Comments by themselves are joined however short they are.
    short = [read(comment(text), CONTENT, language) for text in (*TEXTS, "还行", "还行！")]
    for seed in range(6):
        assert len(set(folds_of(matrices_of(rows_of(language, *short)), len(short), FOLDS, seed=seed)[-2:])) == 1


def test_short_calls_are_joined_by_their_longest_text(language: Language) -> None:
    alike = [read(call("客：改手机号", "座：请讲", "客：好"), CONTENT, language) for _ in range(3)]
    other = [
        read(call(f"客：{word}", "客：好"), CONTENT, language) for word in ("销户", "挂失", "转账", "还款", "查询")
    ]
    labelled = [*(read(comment(text), CONTENT, language) for text in TEXTS), *other, *alike]
    for seed in range(6):
        folds = folds_of(matrices_of(rows_of(language, *labelled)), len(labelled), FOLDS, seed=seed)
        assert len(set(folds[-3:])) == 1
        assert len(set(folds[-8:])) > 1


def test_more_records_do_not_move_the_others(language: Language) -> None:
    assert folded([*TEXTS, "又来一个完全不一样的"], language)[: len(TEXTS)] == folded(TEXTS, language)


def test_another_seed_gives_another_division_and_the_same_seed_the_same(language: Language) -> None:
    assert folded(TEXTS, language, seed=1) == folded(TEXTS, language, seed=1) != folded(TEXTS, language, seed=0)


def test_folds_do_not_depend_on_labels(language: Language) -> None:
    plain = [read(comment(text), CONTENT, language) for text in TEXTS]
    other = [replace(one, gold=replace(one.gold, dissatisfied=True, causes=frozenset({Cause.RULE}))) for one in plain]
    first, second = (folds_of(matrices_of(rows_of(language, *some)), len(some), FOLDS) for some in (plain, other))
    assert first.tolist() == second.tolist()


def test_contacts_without_a_text_have_folds_too(language: Language) -> None:
    silent = [read(comment("", score=1), CONTENT, language) for _ in range(30)]
    folds = folds_of(matrices_of(rows_of(language, *silent)), len(silent), FOLDS)
    assert set(folds.tolist()) == set(range(FOLDS))


def drawn(rows: csr_matrix) -> Matrices:
    """Matrices of one row a contact, whatever its clauses."""
    nothing = np.zeros(0, dtype=np.int64)
    return Matrices(rows, rows[:0], np.arange(rows.shape[0]), nothing, nothing, np.ones(rows.shape[0], dtype=bool))


def at(*degrees: float, after: int) -> csr_matrix:
    """Rows in the plane of the last two columns, at these angles; before them, `after` rows like nothing else."""
    turned = np.radians(degrees)
    plane = np.stack([np.cos(turned), np.sin(turned)], axis=1)
    return csr_matrix(block_diag([identity(after), plane])) * np.sqrt(2)


def test_texts_alike_through_a_third_fall_into_one_fold() -> None:
    def apart(*degrees: float) -> bool:
        folds = folds_of(drawn(at(*degrees, after=9)), 9 + len(degrees), 1009)
        return bool(folds[-2] != folds[-1])

    assert np.cos(np.radians(30)) > ALIKE > np.cos(np.radians(60))
    assert apart(0, 60)
    assert not apart(30, 0, 60)


def test_a_record_that_joins_two_others_moves_no_third() -> None:
    whole = at(0, 60, after=0)
    others = csr_matrix(block_diag([whole, identity(50) * np.sqrt(2)]))
    joining = csr_matrix(([np.sqrt(2) * np.cos(np.pi / 6), np.sqrt(2) * np.sin(np.pi / 6)], ([0, 0], [0, 1])), (1, 52))
    before = folds_of(drawn(others), 52, FOLDS)
    after = folds_of(drawn(csr_matrix(vstack([others, joining]))), 53, FOLDS)
    assert after[2:52].tolist() == before[2:].tolist()
    assert after[0] == after[1] == after[52] == before[0]


def test_alike_texts_are_found_however_far_apart_they_stand() -> None:
    """Rows are compared batch by batch: 2,500 rows of their own, then copies of the first and the last."""
    count = 2500
    own = csr_matrix(identity(count)) * np.sqrt(2)
    folds = folds_of(drawn(csr_matrix(vstack([own, own[0], own[count - 1]]))), count + 2, 1009)
    assert (folds[count], folds[count + 1]) == (folds[0], folds[count - 1])
    assert folds[0] != folds[count - 1]
