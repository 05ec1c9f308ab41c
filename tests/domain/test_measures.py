import pytest

from voc.domain.measures import Measure, MeasureGroup


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_has_its_own_chinese_name(measure: Measure) -> None:
    assert measure.label
    assert [m for m in Measure if m.label == measure.label] == [measure]


@pytest.mark.parametrize("group", MeasureGroup)
def test_every_group_has_a_name_and_measures(group: MeasureGroup) -> None:
    assert group.label
    assert [m for m in Measure if m.group is group]


def test_measures_of_a_group_stand_together() -> None:
    groups = [m.group for m in Measure]
    assert groups == sorted(groups, key=list(MeasureGroup).index)
    assert (Measure.FACTOR_F1.group, Measure.ERROR.group) == (MeasureGroup.FACTOR, MeasureGroup.RISK)
    assert Measure.PHASE_ACCURACY.group is MeasureGroup.COURSE


def test_of_errors_fewer_are_better() -> None:
    assert Measure.ERROR.lower_is_better
    assert Measure.ECE_RULE.lower_is_better
    assert not Measure.MACRO_F1.lower_is_better
