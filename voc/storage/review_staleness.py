"""Reviews whose marked words no longer stand, once the text of their contact has changed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.reviewing.history import PROGRAM, GoStale
from voc.domain.reviewing.marking import Texts
from voc.storage.contacts import Contacts
from voc.storage.reviews import Reviews

# Who makes the step in the history.


def mark_stale(session: Session, keys: Collection[int], *, at: datetime) -> int:
    """Go through the reviews of contacts that consist of something else now; how many went stale.

    A review whose words all stand where they were goes on counting; a stale one no longer counts.
    """
    reviews = Reviews(session)
    current = reviews.current(keys)
    stored = Contacts(session).load(sorted({review.contact_key for review in current}))
    texts = {one.key: Texts.of(one.contact) for one in stored}
    stale = [review for review in current if not texts[review.contact_key].bears(review.answer)]
    for review in stale:
        reviews.advance(review, GoStale(), by=PROGRAM, at=at)
        if review.counts:
            reviews.count_none(review.contact_key)
    return len(stale)
