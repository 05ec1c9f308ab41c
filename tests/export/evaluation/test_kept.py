from voc.domain.evaluation import CoveragePoint
from voc.export.evaluation.kept import KEPT_HEADS, LEAST_KEPT, kept_parts

CURVE = (CoveragePoint(0.914, 0.5, 0.0), CoveragePoint(0.2, 1.0, 0.3))


def test_each_part_stands_with_its_error_rate_and_interval() -> None:
    parts = list(kept_parts(CURVE, 2000))
    assert [part.cells for part in parts] == [
        ("50.0%", "1,000", "91.4%", "0.0%", "0.0%–0.4%"),
        ("100.0%", "2,000", "20.0%", "30.0%", "28.0%–32.0%"),
    ]
    assert all(len(part.cells) == len(KEPT_HEADS) for part in parts)


def test_an_error_rate_of_few_verdicts_is_left_out() -> None:
    assert [part.n for part in kept_parts(CURVE, 2 * LEAST_KEPT - 2)] == [2 * LEAST_KEPT - 2]
    assert list(kept_parts(CURVE, LEAST_KEPT - 1)) == []
