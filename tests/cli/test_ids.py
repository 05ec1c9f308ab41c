import re
import time

import pytest

from voc.cli.ids import encoded, new_id


def test_ids_are_safe_in_a_url_and_never_the_same() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch("[0-9a-hjkmnp-tv-z]{26}", found) for found in ids)


def test_later_ids_sort_after_earlier_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns()
    earlier = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: now + 2_000_000_000)
    assert earlier < new_id()
    assert encoded(1, 0) > encoded(0, 2**80 - 1)
