import pytest

from tests.export.evaluation.values import evaluation, score
from voc.domain.attribution import AbstainReason
from voc.domain.evaluation import Figure
from voc.domain.measures import Measure, MeasureGroup
from voc.domain.moments import Phase, TurnedBy
from voc.domain.taxonomy import Taxonomy
from voc.export.evaluation.labels import (
    abstain_label,
    answer_label,
    class_label,
    listed,
    phase_label,
    seen_label,
    sign_label,
    turned_label,
)
from voc.nlp.evaluation.causes import ANSWERS
from voc.nlp.evaluation.course import NONE, SIGNS


def test_whatever_is_answered_has_a_name() -> None:
    assert len({answer_label(code) for code in ANSWERS}) == len(ANSWERS)
    assert len({phase_label(str(p)) for p in (*Phase, NONE)}) == 5
    assert len({turned_label(str(t)) for t in (*TurnedBy, NONE)}) == 9
    assert len({sign_label(s) for s in (*SIGNS, NONE)}) == 4
    assert len({abstain_label(r) for r in (None, *AbstainReason)}) == 6


@pytest.mark.parametrize(
    ("code", "label"),
    [("rule", "规则产生"), ("rule.fee", "规则 · 收费定价"), ("product.delivery", "product.delivery")],
)
def test_causes_and_factors_are_called_as_in_the_taxonomy(code: str, label: str, taxonomy: Taxonomy) -> None:
    assert class_label(score(code), taxonomy) == label


@pytest.mark.parametrize(
    ("seen", "said"),
    [(None, "未知"), (0, "训练时见过 0 条"), (12, "训练时见过 12 条，在这些上面的数字偏高")],
)
def test_what_a_model_has_seen_is_told_and_unknown_is_not_none(seen: int | None, said: str) -> None:
    assert said in seen_label(evaluation(seen_in_training=seen))


def test_what_has_cases_is_listed_though_their_labels_are_all_alike() -> None:
    figures = dict.fromkeys(Measure, Figure(None, 0)) | {Measure.REPEAT_CONTACT_F1: Figure(None, 7)}
    found = evaluation(figures=figures)
    assert listed(found, Measure.REPEAT_CONTACT_F1.group) == [(Measure.REPEAT_CONTACT_F1, Figure(None, 7))]
    assert listed(found, MeasureGroup.RISK) == []
