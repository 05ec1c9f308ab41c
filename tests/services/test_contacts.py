from pathlib import Path

import pytest

from tests.inputs import FAULT, RULE, answer, write
from tests.services.stores import Store
from voc.domain.account import Actor, Role
from voc.domain.business_object import BusinessObjectTable
from voc.domain.permission import Action, Reach, allowed
from voc.errors import NotFoundError
from voc.services import contacts
from voc.services.access import Access
from voc.services.contacts import ContactPage, page_of_contacts, reachable, whole_contact
from voc.services.weekly import read_departments
from voc.settings import shipped
from voc.storage.access import nobody_assigned
from voc.storage.listing import ContactOrder, ContactQuery, Place

LEAD = allowed(Actor("u", frozenset({Role.QA_LEAD})), Action.CONTACT_READ)
DEPARTMENT = allowed(
    Actor("u", frozenset({Role.DEPARTMENT}), departments=frozenset({"运营管理部"})), Action.CONTACT_READ
)


@pytest.fixture
def access(business_objects: BusinessObjectTable) -> Access:
    return Access(read_departments(shipped("samples") / "departments.toml"), business_objects, nobody_assigned)


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Store:
    """Twelve answers, every third of which is about a rule of the accounts department."""
    said = [(FAULT, "手机银行"), (FAULT, "手机银行"), (RULE, "账户服务")] * 4
    records = [
        answer(f"S-{n:02}", f"{text}，第{n}次说了", queue=queue, answered_at=f"2026-11-02T11:{n:02}:00+08:00")
        for n, (text, queue) in enumerate(said)
    ]
    store.feed(write(tmp_path / "a.jsonl", *records))
    return store


def _page(store: Store, access: Access, reach: Reach, after: Place | None, limit: int) -> ContactPage:
    with store.work() as session:
        return page_of_contacts(
            session, ContactQuery(), reach=reach, access=access, order=ContactOrder.OLDEST, after=after, limit=limit
        )


def _all(store: Store, access: Access, reach: Reach, limit: int) -> list[str]:
    found: list[str] = []
    after: Place | None = None
    for _ in range(50):
        page = _page(store, access, reach, after, limit)
        assert len(page.contacts) <= limit
        found += [seen.contact.external_id for seen in page.contacts]
        after = page.after
        if after is None:
            return found
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("limit", [1, 3, 4, 5, 12, 50])
def test_pages_of_any_size_give_everything_within_reach_once(full: Store, access: Access, limit: int) -> None:
    assert _all(full, access, LEAD, limit) == [f"S-{n:02}" for n in range(12)]
    assert _all(full, access, DEPARTMENT, limit) == ["S-02", "S-05", "S-08", "S-11"]


@pytest.mark.parametrize("batch", [1, 2, 5])
def test_few_contacts_within_reach_are_found_over_many_looks(
    full: Store, access: Access, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts, "_BATCH", batch)
    monkeypatch.setattr(contacts, "MOST_LOOKED_AT", 4)
    assert _all(full, access, DEPARTMENT, 2) == ["S-02", "S-05", "S-08", "S-11"]


def test_a_contact_out_of_reach_is_told_like_one_that_is_not_there(full: Store, access: Access) -> None:
    keys = [seen.contact.key for seen in _page(full, access, LEAD, None, 3).contacts]
    with full.work() as session:
        assert reachable(session, keys[2], reach=DEPARTMENT, access=access).departments == {"运营管理部"}
        reasons = []
        for key in (keys[0], 999):
            with pytest.raises(NotFoundError) as error:
                whole_contact(session, key, reach=DEPARTMENT, access=access)
            reasons.append(str(error.value).replace(str(key), "…"))
    assert reasons[0] == reasons[1]


def test_a_whole_contact_comes_with_its_analyses(full: Store, access: Access) -> None:
    (first,) = _page(full, access, LEAD, None, 1).contacts
    with full.work() as session:
        whole = whole_contact(session, first.contact.key, reach=LEAD, access=access)
    assert whole.stored.contact.id == "S-00"
    assert whole.analysis is not None
    assert len(whole.history) == 1
    assert whole.shows_agent
