import pytest

from voc.domain.taxonomy import Cause
from voc.export.style import CAUSE_COLOURS, shade


def test_every_cause_has_a_colour_of_its_own() -> None:
    assert set(CAUSE_COLOURS) == set(Cause)
    assert len(set(CAUSE_COLOURS.values())) == len(Cause)


@pytest.mark.parametrize(("share", "expected"), [(0.0, "#C8553D"), (1.0, "#FFFFFF"), (0.5, "#E4AA9E")])
def test_shades_go_from_one_colour_to_the_other(share: float, expected: str) -> None:
    assert shade("#C8553D", "#FFFFFF", share) == expected
