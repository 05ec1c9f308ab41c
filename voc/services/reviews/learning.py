"""Reviews as labels to train on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from voc.domain.attribution import Basis, Evidence
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.moments import MomentKind
from voc.domain.review import Review
from voc.domain.reviewing.comparing import factors_of
from voc.domain.sequences import chunked
from voc.domain.taxonomy import Cause
from voc.nlp.gold import Claim, Gold
from voc.storage.contacts import Contacts
from voc.storage.review_mapping import answer_values
from voc.storage.reviews import Reviews

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class ReviewedContact:
    """A stored (masked) contact with what a person decided."""

    contact: Contact
    gold: Gold


@dataclass(frozen=True, slots=True)
class ReviewedContacts:
    """All contacts that are counted by a review; `content_hash` tells one state of the reviews from another."""

    contacts: tuple[ReviewedContact, ...]
    content_hash: str


def reviewed_contacts(session: Session) -> ReviewedContacts:
    """Every contact that a person decided and that can be learnt from, by their external ids (model.promote).

    Calls with a cause for which no words are marked are left out.
    """
    found = sorted(_reviewed(session), key=lambda pair: (pair[0].contact.id, pair[1]))
    content = sha256("\n".join(line for _, line in found).encode()).hexdigest()
    return ReviewedContacts(tuple(one for one, _ in found), content)


def _reviewed(session: Session) -> Iterator[tuple[ReviewedContact, str]]:
    contacts = Contacts(session)
    counting = {review.contact_key: review for review in Reviews(session).all_counting()}
    live = contacts.live(sorted(counting))
    for keys in chunked(live, _CHUNK):
        for stored in contacts.load(keys):
            review = counting[stored.key].review()
            if not _teaches(review, stored.contact):
                continue
            values = {"id": stored.contact.id, "source": stored.source} | answer_values(counting[stored.key].answer)
            line = json.dumps(values, ensure_ascii=False, sort_keys=True)
            yield ReviewedContact(stored.contact, gold_of(review, stored.contact)), line


def gold_of(review: Review, contact: Contact) -> Gold:
    """A review as the labels of a reader. What the form does not ask for stays unlabelled.

    A reviewer accepts the factors he found and no others; moments count where he marked them. A cause is taken for
    stated where words of the customer are marked for it, for inferred where only the agent's are.
    """
    factors = factors_of(review)
    by_cause: dict[Cause, list[Evidence]] = {}
    for finding in review.findings:
        by_cause.setdefault(finding.cause, []).extend(finding.evidence)
    bases = {cause: _basis(spans, contact) for cause, spans in by_cause.items()}
    lows = tuple(moment.utterance for moment in review.moments if moment.kind is MomentKind.PEAK)
    highs = tuple(moment.utterance for moment in review.moments if moment.kind is MomentKind.HIGH)
    return Gold(
        dissatisfied=review.dissatisfied,
        causes=frozenset(by_cause),
        primary=review.primary,
        factors=factors,
        factors_either=factors,
        evidence={
            cause: tuple((None if e.in_comment else e.utterance, e.text) for e in spans)
            for cause, spans in by_cause.items()
            if spans
        },
        claims=tuple(
            Claim(finding.factor, finding.business_object, finding.kind, bases[finding.cause])
            for finding in review.findings
            if finding.factor is not None
        ),
        low_turns=lows or None,
        high_turns=highs or None,
        resolved=review.resolved,
        basis=bases,
    )


def _basis(spans: list[Evidence], contact: Contact) -> Basis:
    spoken = contact.conversation.utterances if contact.conversation is not None else ()
    said = any(e.in_comment or spoken[e.utterance].speaker is Speaker.CUSTOMER for e in spans)
    return Basis.STATED if said else Basis.INFERRED


def _teaches(review: Review, contact: Contact) -> bool:
    """Of a call, only marked words tell which utterance a cause is in; without them it would teach that none is."""
    return contact.conversation is None or all(finding.evidence for finding in review.findings)
