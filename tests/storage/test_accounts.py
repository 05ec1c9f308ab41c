from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from tests.storage.people import ADMIN, inspector, stored
from voc.domain.account import Role, User
from voc.errors import ConflictError, NotFoundError, PreconditionError
from voc.storage.accounts import Accounts
from voc.storage.links import Links


def test_a_user_comes_back_as_stored(session: Session) -> None:
    links = Links(session)
    links.add_teams(["一班"])
    links.add_departments(["电子银行部", "信用卡中心"])
    roles = frozenset({Role.AGENT, Role.TEAM_LEAD, Role.DEPARTMENT})
    user = User("u-1", "li", roles, "A1", "一班", ("信用卡中心", "电子银行部"), must_change=True)
    accounts = stored(session, user)
    assert accounts.get("u-1") == accounts.named("li") == user
    assert accounts.password_hash("u-1") == "hash of li"


def test_an_unknown_user_is_not_found(session: Session) -> None:
    assert Accounts(session).named("nobody") is None
    with pytest.raises(NotFoundError, match="没有这个用户"):
        Accounts(session).get("nobody")


def test_whether_there_is_anybody(session: Session) -> None:
    assert not Accounts(session).administered()
    assert stored(session, ADMIN).administered()


def test_a_name_is_taken_once(session: Session) -> None:
    accounts = stored(session, inspector())
    with pytest.raises(ConflictError, match="已有人用"):
        accounts.add(replace(inspector(), id="another"), password_hash="h", at=NOW)


def test_users_come_by_name_page_by_page(session: Session) -> None:
    accounts = stored(session, *(inspector(name) for name in ("c", "a", "b")))
    assert [user.name for user in accounts.page(limit=2)] == ["a", "b"]
    assert [user.name for user in accounts.page(after="b", limit=2)] == ["c"]


def test_a_change_replaces_roles_and_links_and_raises_the_version(session: Session) -> None:
    accounts = stored(session, ADMIN, inspector())
    changed = accounts.change(replace(inspector(), roles=frozenset({Role.PRODUCT}), active=False), at=NOW)
    assert changed.version == 2
    assert accounts.get("u-wang") == changed


def test_a_change_of_what_somebody_else_changed_is_refused(session: Session) -> None:
    accounts = stored(session, ADMIN, inspector())
    accounts.change(inspector(), at=NOW)
    with pytest.raises(PreconditionError, match="已被别人改过"):
        accounts.change(inspector(), at=NOW)


@pytest.mark.parametrize("change", [{"active": False}, {"roles": frozenset({Role.PRODUCT})}])
def test_somebody_must_be_left_to_administer(session: Session, change: dict[str, object]) -> None:
    accounts = stored(session, ADMIN)
    with pytest.raises(ConflictError, match="至少要有一个可用的管理员"):
        accounts.change(replace(ADMIN, **change), at=NOW)


def test_a_new_password_raises_the_version(session: Session) -> None:
    accounts = stored(session, ADMIN)
    accounts.set_password("u-0", "another", must_change=True, at=NOW)
    assert accounts.password_hash("u-0") == "another"
    assert accounts.get("u-0") == replace(ADMIN, must_change=True, version=2)
