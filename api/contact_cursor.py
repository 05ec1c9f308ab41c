"""Places in a list of contacts as cursors."""

from datetime import datetime

from api.paging import cursor_of, moment_in, parts_in
from voc.errors import InputError
from voc.storage.listing import ContactOrder, Place


def cursor_after(place: Place | None, order: ContactOrder) -> str | None:
    if place is None:
        return None
    value = place.value.isoformat() if isinstance(place.value, datetime) else place.value
    return cursor_of(order.value, value, place.key)


def place_in(cursor: str | None, order: ContactOrder) -> Place | None:
    """The place that a cursor stands for; InputError for one of another order."""
    if cursor is None:
        return None
    given, value, key = parts_in(cursor, 3)
    if given != order.value or not isinstance(key, int):
        raise InputError("cursor 属于另一种排序，或已损坏")
    if value is None:
        return Place(None, key)
    return Place(moment_in(value) if order.by_time else _number(value), key)


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise InputError("cursor 无效")
    return float(value)
