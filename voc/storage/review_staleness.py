"""Reviews whose marked words no longer stand, once the text of their contact has changed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.contact import Contact
from voc.domain.reviewing.history import GoStale
from voc.storage.contacts import Contacts
from voc.storage.reviews import Reviews, StoredReview

# Who makes the step in the history.
PROGRAM = "program"


def mark_stale(session: Session, keys: Collection[int], *, at: datetime) -> int:
    """Go through the reviews of contacts that consist of something else now; how many went stale.

    A review whose words all stand where they were goes on counting; a stale one no longer counts.
    """
    reviews = Reviews(session)
    current = reviews.current(keys)
    contacts = {s.key: s.contact for s in Contacts(session).load(sorted({review.contact_key for review in current}))}
    stale = [review for review in current if not stands_in(review, contacts[review.contact_key])]
    for review in stale:
        reviews.advance(review, GoStale(), by=PROGRAM, at=at)
        if review.counts:
            reviews.count_none(review.contact_key)
    return len(stale)


def stands_in(review: StoredReview, contact: Contact) -> bool:
    """Whether every span that a review marks reads the same in a (masked) contact."""
    spoken = contact.conversation.utterances if contact.conversation is not None else ()
    comments = {None if survey.embedded else survey.id: survey.comment for survey in contact.surveys}
    if contact.conversation is None:
        comments[None] = contact.surveys[0].comment
    return review.answer.stands_in([utterance.text for utterance in spoken], comments)
