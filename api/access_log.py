"""What a request that only reads shows of contacts, written down before it is shown."""

from collections.abc import Collection

from api.parts import Parts
from voc.services.auditing import Stamp
from voc.services.reviews.quoting import note_quoted


def note_shown(parts: Parts, stamp: Stamp, keys: Collection[int]) -> None:
    """Nothing is written, and no writer waited for, where no words are shown."""
    if keys:
        with parts.store.work() as session:
            note_quoted(session, stamp, keys)
