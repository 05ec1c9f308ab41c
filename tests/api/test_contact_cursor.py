from datetime import UTC, datetime

import pytest

from api.contact_cursor import cursor_after, place_in
from api.paging import cursor_of
from voc.errors import InputError
from voc.storage.listing import ContactOrder, Place

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (Place(NOON, 7), ContactOrder.NEWEST),
        (Place(None, 7), ContactOrder.OLDEST),
        (Place(0.25, 7), ContactOrder.SUREST),
        (None, ContactOrder.NEWEST),
    ],
)
def test_a_place_comes_out_as_it_went_in(place: Place | None, order: ContactOrder) -> None:
    assert place_in(cursor_after(place, order), order) == place


@pytest.mark.parametrize(
    ("parts", "order"),
    [
        (("confidence", 0.5, 7), ContactOrder.NEWEST),
        (("-occurred_at", "soon", 7), ContactOrder.NEWEST),
        (("-occurred_at", "2026-11-02T12:00:00", 7), ContactOrder.NEWEST),
        (("-occurred_at", "0001-01-01T00:00:00+00:00", 7), ContactOrder.NEWEST),
        (("-occurred_at", None, "7"), ContactOrder.NEWEST),
        (("confidence", "0.5", 7), ContactOrder.LEAST_SURE),
    ],
)
def test_a_cursor_of_another_list_is_refused(parts: tuple[str | float | None, ...], order: ContactOrder) -> None:
    with pytest.raises(InputError, match="cursor"):
        place_in(cursor_of(*parts), order)
