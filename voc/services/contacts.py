"""Contacts as somebody may see them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.domain.attribution import Analysis
from voc.domain.permission import Belonging, Extent, Reach
from voc.errors import NotFoundError
from voc.services.access import Access
from voc.services.reviews.verdicts import seen_verdicts
from voc.storage.analyses import Analyses, AnalysisEntry
from voc.storage.contacts import Contacts, StoredContact
from voc.storage.listing import ContactOrder, ContactQuery, ListedContact, Place, list_contacts
from voc.storage.standing import Standing

# How many contacts are looked at for one page at most, where few of them may be seen.
MOST_LOOKED_AT = 20_000
_BATCH = 200


@dataclass(frozen=True, slots=True)
class SeenContact:
    """A contact of a list, and whether it may be told whose call it was."""

    contact: ListedContact
    shows_agent: bool


@dataclass(frozen=True, slots=True)
class ContactPage:
    """`after` is the place that the next page begins after; None where nothing follows."""

    contacts: tuple[SeenContact, ...]
    after: Place | None


@dataclass(frozen=True, slots=True)
class WholeContact:
    """A contact with the verdict that stands, its current analysis and every analysis ever made of it."""

    stored: StoredContact
    standing: Standing | None
    analysis: Analysis | None
    history: tuple[AnalysisEntry, ...]
    shows_agent: bool


def page_of_contacts(
    session: Session,
    query: ContactQuery,
    *,
    reach: Reach,
    access: Access,
    order: ContactOrder,
    after: Place | None,
    limit: int,
) -> ContactPage:
    """The next contacts within reach, at most `limit`; fewer, with a place to go on from, where few may be seen."""
    seen: list[SeenContact] = []
    looked, place = 0, after
    size = _BATCH if Extent.OWN_DEPARTMENTS in reach.extents else limit + 1
    while looked < MOST_LOOKED_AT:
        batch = list_contacts(
            session,
            query,
            reach=reach,
            assigned=access.assigned,
            order=order,
            after=place,
            limit=size,
        )
        for contact, shows_agent in _within_reach(session, batch, reach, access):
            if len(seen) == limit:
                return ContactPage(tuple(seen), place)
            place = contact.place(order)
            if shows_agent is not None:
                seen.append(SeenContact(contact, shows_agent))
        looked += len(batch)
        if len(batch) < size:
            return ContactPage(tuple(seen), None)
    return ContactPage(tuple(seen), place)


def _within_reach(
    session: Session, batch: tuple[ListedContact, ...], reach: Reach, access: Access
) -> Iterator[tuple[ListedContact, bool | None]]:
    """Each contact with whether its agent is shown; None where the contact itself is not."""
    belongings = access.belongings(session, [contact.key for contact in batch], reach)
    for contact in batch:
        of = belongings[contact.key]
        yield contact, reach.shows_agent(of) if reach.covers(of) else None


def reachable(session: Session, key: int, *, reach: Reach, access: Access) -> Belonging:
    """Whose a contact is; NotFoundError where there is none, or it may not be seen, which is not told apart."""
    Contacts(session).revision(key)
    of = access.belongings(session, [key], reach)[key]
    if not reach.covers(of):
        raise NotFoundError(f"没有键为 {key} 的接触")
    return of


def whole_contact(session: Session, key: int, *, reach: Reach, access: Access) -> WholeContact:
    """Everything known of a contact; NotFoundError as above."""
    of = reachable(session, key, reach=reach, access=access)
    (stored,) = Contacts(session).load([key])
    analyses = Analyses(session)
    standing = seen_verdicts(session, [key], reach=reach, access=access).get(key)
    return WholeContact(stored, standing, analyses.current(key), analyses.history(key), reach.shows_agent(of))
