import pytest

from tests.builders import NOW
from voc.domain.reviewing.plans import Criteria, SamplingPlan
from voc.domain.reviewing.sampling import Design, Quota
from voc.errors import InputError


@pytest.mark.parametrize(("least", "most"), [(-0.1, 1.0), (0.6, 0.5), (0.0, 1.1)])
def test_bounds_of_confidence_are_in_range_and_in_order(least: float, most: float) -> None:
    with pytest.raises(InputError, match="把握"):
        Criteria(least_confidence=least, most_confidence=most)


@pytest.mark.parametrize(("name", "quotas"), [(" ", ()), ("十一月", (Quota("王检", 1), Quota("王检", 2)))])
def test_a_plan_has_a_name_and_one_quota_a_person(name: str, quotas: tuple[Quota, ...]) -> None:
    with pytest.raises(InputError):
        SamplingPlan("P-1", name, "赵主管", NOW, Criteria(), Design(5), quotas, 10)
    assert SamplingPlan("P-1", "十一月", "赵主管", NOW, Criteria(), Design(5), quotas[:1], 10).population == 10
