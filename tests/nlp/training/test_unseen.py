from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest

from tests.nlp.contacts import call, comment
from tests.nlp.training.labels import read
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import Logistic
from voc.nlp.gold import Gold
from voc.nlp.language import Language
from voc.nlp.selective import EVERYTHING
from voc.nlp.training import HeldOut, Labelled, hold_out
from voc.nlp.training.rows import TURNS
from voc.nlp.training.unseen import NO_VERSION, Unseen, judge_unseen
from voc.nlp.verdict import Judging

ELSE: dict[str, Any] = {"dissatisfied": False, "causes": []}


@pytest.fixture(scope="module")
def unseen(rows: list[Labelled], held: HeldOut, language: Language) -> Unseen:
    return judge_unseen(rows, held, language)


def changed(rows: Sequence[Labelled], number: int, gold: Gold) -> list[Labelled]:
    return [replace(one, gold=gold) if n == number else one for n, one in enumerate(rows)]


def same(one: Judging, other: Judging) -> bool:
    return one.analysis(NO_VERSION) == other.analysis(NO_VERSION)


def in_fold(held: HeldOut, fold: int) -> list[int]:
    return [n for n, own in enumerate(held.folds) if own == fold]


def test_every_record_with_a_word_of_the_customers_is_judged(unseen: Unseen, rows: list[Labelled]) -> None:
    words = {n for n, one in enumerate(rows) if one.observed.customer_passages}
    assert set(unseen.judgings) == words < set(range(len(rows)))
    assert all(0 <= unseen.confidence(n) <= 1 for n in words)


@pytest.mark.parametrize("spoken", [False, True])
def test_a_records_own_label_does_not_influence_its_own_verdict(
    unseen: Unseen, rows: list[Labelled], held: HeldOut, language: Language, spoken: bool
) -> None:
    number = next(n for n, one in enumerate(rows) if one.spoken is spoken and one.gold.causes == {Cause.RULE})
    other = Gold.parse({"dissatisfied": True, "causes": ["person"], "factors": ["person.attitude"], "end": "positive"})
    again = judge_unseen(changed(rows, number, other), held, language)
    assert same(again.judgings[number], unseen.judgings[number])
    # It does influence those of other folds.
    others = [n for n in unseen.judgings if held.folds[n] != held.folds[number]]
    assert any(again.judgings[n].causes != unseen.judgings[n].causes for n in others)


def test_records_of_one_fold_are_judged_by_the_same_combiners_and_others_by_others(
    unseen: Unseen, held: HeldOut
) -> None:
    by_fold = {
        fold: {id(unseen.judgings[n].model) for n in in_fold(held, fold) if n in unseen.judgings} for fold in range(5)
    }
    assert all(len(models) == 1 for models in by_fold.values())
    assert len(set.union(*by_fold.values())) == len(by_fold)


def test_the_confidence_of_a_record_is_fitted_on_the_verdicts_of_other_folds(unseen: Unseen, held: HeldOut) -> None:
    for _, own in groupby(sorted(unseen.sure, key=lambda n: int(held.folds[n])), key=lambda n: int(held.folds[n])):
        assert len({id(unseen.sure[n]) for n in own}) == 1
    assert len({id(one) for one in unseen.sure.values()}) == len(set(held.folds.tolist()))
    assert unseen.verdict not in unseen.sure.values()


def test_a_measured_verdict_is_as_sure_and_abstains_as_if_it_had_never_been_seen(
    unseen: Unseen, held: HeldOut, rows: list[Labelled]
) -> None:
    """The final model's own confidence has seen the record; only its threshold counts here."""
    number = next(n for n in unseen.judgings if unseen.judgings[n].claimed)
    final = unseen.judgings[number].model
    sure = unseen.confidence(number)
    for threshold, abstained in ((sure, False), (sure + 0.0001, True)):
        model = replace(final, verdict=Logistic(9.0, {}), selection=replace(EVERYTHING, threshold=threshold))
        judged = unseen.judged(number, model)
        assert judged.analysis.confidence == sure
        assert judged.analysis.abstained is abstained
    assert judged.contact is rows[number].observed.contact
    assert judged.gold is rows[number].gold
    assert judged.right == unseen.right(number)


def test_a_verdict_is_right_when_dissatisfaction_and_all_causes_are(unseen: Unseen, rows: list[Labelled]) -> None:
    number = next(n for n in unseen.judgings if unseen.right(n) and rows[n].gold.causes == {Cause.PRODUCT})
    gold = rows[number].gold
    for wrong in (
        replace(gold, dissatisfied=False),
        replace(gold, causes=frozenset({Cause.PRODUCT, Cause.RULE})),
        replace(gold, causes=frozenset()),
    ):
        assert not replace(unseen, labelled=changed(rows, number, wrong)).right(number)


def test_other_trades_are_judged_but_teach_no_confidence_and_single_turns_are_not_judged(
    rows: list[Labelled], language: Language
) -> None:
    shop = [read(comment(f"第{n}回快递太慢", channel="shop_review"), ELSE, language) for n in range(6)]
    turns = [read(call(f"客：第{n}句话", channel=TURNS), ELSE, language) for n in range(6)]
    more = [*rows, *shop, *turns]
    held = hold_out(more, language, progress=lambda _: None)
    found = judge_unseen(more, held, language)
    assert set(found.judgings) >= set(range(len(rows), len(rows) + 6))
    assert not set(found.judgings) & set(range(len(rows) + 6, len(more)))
    turned = [
        replace(one, gold=Gold.parse({"dissatisfied": True, "causes": ["rule"]})) if one.other_trade else one
        for one in more
    ]
    again = judge_unseen(turned, held, language)
    assert again.verdict == found.verdict
    assert all(again.confidence(n) == found.confidence(n) for n in found.judgings)
