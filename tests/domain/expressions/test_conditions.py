import pytest

from voc.domain.expressions import Comparison


@pytest.mark.parametrize(
    ("comparison", "holds"),
    [
        (Comparison.LESS, (True, False, False)),
        (Comparison.AT_MOST, (True, True, False)),
        (Comparison.EQUAL, (False, True, False)),
        (Comparison.AT_LEAST, (False, True, True)),
        (Comparison.MORE, (False, False, True)),
    ],
)
def test_a_comparison_holds_below_at_or_above_its_number(
    comparison: Comparison, holds: tuple[bool, bool, bool]
) -> None:
    assert tuple(comparison.holds(x, 2) for x in (1, 2, 3)) == holds
