"""What proposed rules would do: the stored contacts they hit, and how right they are where people have judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.domain.permission import Reach
from voc.nlp.language import Language
from voc.nlp.rules import RuleBook, RuleSet
from voc.nlp.rules.health import RuleHealth, Voted, rule_health
from voc.nlp.scenes import scene_of
from voc.services.access import Access, refuse_hidden
from voc.services.contacts import page_of_contacts
from voc.services.reviews.learning import gold_of
from voc.storage.contacts import Contacts
from voc.storage.counting import ContactFilter
from voc.storage.listing import ContactOrder, ContactQuery
from voc.storage.reviews import Reviews

SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """Of the newest `contact_count` contacts within reach, `hit_count` are hit; `keys` are the first of these.

    `health` has one row a rule, over the `judged_count` contacts that a person decided last; it tells how often a rule
    was right and quotes nothing.
    """

    contact_count: int
    hit_count: int
    keys: tuple[int, ...]
    judged_count: int
    health: tuple[RuleHealth, ...]


def preview(
    session: Session, rule_set: RuleSet, language: Language, *, reach: Reach, access: Access, most: int
) -> Preview:
    """What some rules would do on at most `most` contacts, and on as many that people judged.

    ForbiddenError for rules about agents where the reach hides which it was.
    """
    refuse_hidden((rule.expression for rule in rule_set.rules), reach)
    book = RuleBook(rule_set.rules, rule_set.lists)
    page = page_of_contacts(
        session,
        ContactQuery(ContactFilter()),
        reach=reach,
        access=access,
        order=ContactOrder.NEWEST,
        after=None,
        limit=most,
    )
    keys = [seen.contact.key for seen in page.contacts]
    stored = Contacts(session).load(keys)
    hit = [one.key for one in stored if book.match(scene_of(one.contact, language))]
    judged = list(_judged(session, book, language, most))
    return Preview(len(keys), len(hit), tuple(hit[:SAMPLE]), len(judged), rule_health(rule_set.rules, judged))


def _judged(session: Session, book: RuleBook, language: Language, most: int) -> Iterator[Voted]:
    newest = sorted(Reviews(session).all_counting(), key=lambda one: (one.changed_at, one.id), reverse=True)[:most]
    counting = {review.contact_key: review for review in newest}
    contacts = Contacts(session)
    for stored in contacts.load(contacts.live(counting)):
        gold = gold_of(counting[stored.key].review(), stored.contact)
        yield Voted(stored.contact.id, gold, book.match(scene_of(stored.contact, language)))
