from datetime import UTC, datetime

import pytest

from api.filters import asked_contacts
from tests.api.serving import Caller, Service
from voc.errors import InputError
from voc.storage.counting import ContactFilter

EARLY, LATE = datetime(2026, 11, 1, 16, tzinfo=UTC), datetime(2026, 11, 8, 16, tzinfo=UTC)


def test_a_week_is_cut_in_the_zone_of_the_settings(service: Service) -> None:
    found = asked_contacts(service.parts, ["信用卡"], [], week="2026-W45")
    assert found == ContactFilter(EARLY, LATE, ("信用卡",))
    assert asked_contacts(service.parts, [], ["sms"], EARLY, LATE) == ContactFilter(EARLY, LATE, (), ("sms",))


@pytest.mark.parametrize(
    ("since", "until", "week", "reason"),
    [(EARLY, None, "2026-W45", "不能与"), (None, LATE, "2026-W45", "不能与"), (LATE, EARLY, None, "until 早于 since")],
)
def test_bounds_that_contradict_each_other_are_refused(
    service: Service, since: datetime | None, until: datetime | None, week: str | None, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        asked_contacts(service.parts, [], [], since, until, week)


@pytest.mark.parametrize(
    "wrong",
    [{"since": "2026-11-02"}, {"since": "2026-11-02T00:00:00"}, {"until": "0001-01-01T00:00:00+14:00"},
     {"week": "45"}, {"week": "2026-W60"}, {"limit": "0"}, {"limit": "201"}, {"sort": "name"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(administrator: Caller, wrong: dict[str, str]) -> None:
    assert administrator.get("contacts", params=wrong).status_code == 422
