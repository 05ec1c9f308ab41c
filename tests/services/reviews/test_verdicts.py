import pytest

from tests.services.reviews.desk import FAULT, Desk
from voc.domain.account import Actor, Role
from voc.domain.business_object import BusinessObjectTable
from voc.domain.permission import Action, allowed
from voc.domain.review import Source
from voc.services.access import Access
from voc.services.reviews.verdicts import seen_verdicts
from voc.services.weekly import read_departments
from voc.settings import shipped
from voc.storage.review_tasks import given_to


@pytest.fixture
def access(business_objects: BusinessObjectTable) -> Access:
    return Access(read_departments(shipped("samples") / "departments.toml"), business_objects, given_to)


@pytest.mark.parametrize(
    ("actor", "readable"),
    [
        (Actor("赵主管", frozenset({Role.QA_LEAD})), "both"),
        (Actor("王检", frozenset({Role.INSPECTOR})), "own"),
        (Actor("王检", frozenset({Role.INSPECTOR, Role.PRODUCT})), "own"),
        (Actor("产品", frozenset({Role.PRODUCT})), "none"),
        (Actor("程序", frozenset({Role.QA_LEAD}), scopes=frozenset({"contact.read"})), "none"),
    ],
    ids=["lead", "inspector", "inspector-product", "product", "program"],
)
def test_everybody_is_told_who_decided_and_who_may_read_reviews_which(
    desk: Desk, access: Access, actor: Actor, readable: str
) -> None:
    desk.feed([FAULT], [FAULT], [FAULT])
    desk.plan(2)
    own, other = desk.answer("王检"), desk.answer("李检")
    expected = {"both": {own.id, other.id}, "own": {own.id}, "none": set()}[readable]
    keys = [own.contact_key, other.contact_key]
    reach = allowed(actor, Action.CONTACT_READ)
    found = desk.run(lambda s: seen_verdicts(s, keys, reach=reach, access=access))
    assert {one.verdict.source for one in found.values()} == {Source.PERSON}
    assert {one.review_id for one in found.values() if one.review_id is not None} == expected
