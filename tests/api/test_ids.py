import re
import time

import pytest

from api.ids import new_id
from voc.domain.ids import ALPHABET, LENGTH, encoded


def test_ids_are_of_one_length_and_of_characters_that_a_url_takes() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(one) == LENGTH and set(one) <= set(ALPHABET) for one in ids)
    assert all(re.fullmatch("[0-9a-hjkmnp-tv-z]{26}", one) for one in ids)


def test_later_ids_sort_after_earlier_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns()
    earlier = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: now + 2_000_000_000)
    assert earlier < new_id()
    largest = 2**80 - 1
    assert encoded(1, 0) > encoded(0, largest)
    assert encoded(1, largest) < encoded(2, 0) < encoded(1_800_000_000_000, 0) < encoded(2**48 - 1, largest)
