"""Disagreements of two inspectors, decided by a lead."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.review import ReviewStatus
from voc.domain.reviewing.changes import changes_to
from voc.domain.reviewing.comparing import Adjudication
from voc.domain.reviewing.history import Submit
from voc.domain.reviewing.tasks import Purpose
from voc.errors import ConflictError, InputError
from voc.services.remarks import masked
from voc.services.reviews.answering import begin_draft
from voc.services.reviews.settling import let_count
from voc.storage.adjudications import Adjudications
from voc.storage.locking import lock_contact
from voc.storage.reviews import Reviews, StoredReview


def held_adjudication(session: Session, adjudication_id: str) -> Adjudication:
    """A disagreement, kept from other writers until the transaction ends; NotFoundError where there is none."""
    adjudications = Adjudications(session)
    # Read once more under the lock: another lead may have decided meanwhile.
    lock_contact(session, adjudications.read(adjudication_id).contact_key)
    return adjudications.read(adjudication_id)


def begin_adjudication(
    session: Session,
    adjudication_id: str,
    *,
    lead: str,
    at: datetime,
    new_id: Callable[[], str],
    side: str | None = None,
) -> StoredReview:
    """A lead's own draft about a disagreement (adjudicate): empty, or with the answer of the review `side` taken over.

    It is gone on with like any draft and decided by `adjudicate`. ConflictError where there is nothing left to decide.
    """
    found = held_adjudication(session, adjudication_id)
    if found.decided:
        raise ConflictError("这项分歧已经裁定")
    reviews = Reviews(session)
    if side is not None and side not in (found.first_review, found.second_review):
        raise InputError("只能采用分歧双方之一的复核")
    draft = begin_draft(session, found.contact_key, purpose=Purpose.ADJUDICATION, who=lead, at=at, new_id=new_id)
    for verdict in () if side is None else changes_to(reviews.read(side).answer):
        draft = reviews.advance(draft, verdict, by=lead, at=at)
    return draft


def adjudicate(
    session: Session, adjudication_id: str, review_id: str, *, lead: str, at: datetime, reason: str
) -> Adjudication:
    """Decide by the lead's draft, which counts from now on (adjudicate).

    InputError without a reason or with an answer that is not whole; ConflictError where it is decided, or by somebody
    who gave one of the answers.
    """
    if not reason.strip():
        raise InputError("裁定须写明理由")
    reviews = Reviews(session)
    found, draft = held_adjudication(session, adjudication_id), reviews.read(review_id)
    owned = draft.reviewer == lead and draft.purpose is Purpose.ADJUDICATION
    if not owned or draft.contact_key != found.contact_key or draft.status is not ReviewStatus.DRAFT:
        raise ConflictError("裁定须用自己为这项分歧所作的复核")
    decided = found.decided_by(lead, review_id, at=at, reason=masked(reason))
    draft.review()
    let_count(session, reviews.advance(draft, Submit(), by=lead, at=at))
    Adjudications(session).decide(decided)
    return decided
