from dataclasses import replace

from tests.job_builders import MINUTE, NOW, running
from tests.services.workplaces import LEASE, Yard


def test_what_an_earlier_lease_left_is_removed_and_what_a_later_one_wrote_stays(yard: Yard) -> None:
    first = running()
    second = first.claimed("V", at=NOW + MINUTE, until=NOW + MINUTE)
    place = yard.workplace.place_of(first)
    (place / "rejects").write_text("")
    later = yard.workplace.place_of(second)
    assert not place.exists()
    (later / "rejects").write_text("")
    assert yard.workplace.place_of(replace(first)) != later
    assert (later / "rejects").exists()


def test_a_lease_is_renewed_from_now(yard: Yard) -> None:
    yard.now = MINUTE
    assert yard.workplace.until() == NOW + MINUTE + LEASE
