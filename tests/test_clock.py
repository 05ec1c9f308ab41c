from datetime import UTC, datetime

from voc.clock import now


def test_the_time_of_day_has_its_zone() -> None:
    before = datetime.now(UTC)
    assert before <= now() <= datetime.now(UTC)
    assert now().tzinfo is UTC
