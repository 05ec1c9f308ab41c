import json
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.services.people import CHEAP, NOON, PASSWORD, STAMP, add
from tests.services.stores import Store
from voc.domain.account import Role, User
from voc.errors import ConflictError, InputError, NotFoundError, TooManyError
from voc.services.accounts import add_user, change_user, first_administrator, reset_password
from voc.services.signing_in import Refused, SignedIn, change_password, sign_in, try_password
from voc.storage.accounts import Accounts
from voc.storage.audit import AuditLog
from voc.storage.links import Links


def _facts(session: Session) -> list[dict[str, object]]:
    return [json.loads(entry.facts) for entry in AuditLog(session).chain()]


def _in(session: Session, name: str, password: str) -> bool:
    tried = try_password(session, name, password, address="", passwords=CHEAP, at=NOON)
    return isinstance(sign_in(session, name, tried, address="", at=NOON), SignedIn)


def test_the_first_start_makes_an_administrator_and_no_other_does(store: Store) -> None:
    with store.work() as session:
        password = first_administrator(session, user_id="u-1", passwords=CHEAP, stamp=STAMP)
        assert password is not None
        assert _in(session, "admin", password)
        user = Accounts(session).get("u-1")
        assert (user.roles, user.must_change) == (frozenset({Role.ADMINISTRATOR}), True)
        assert first_administrator(session, user_id="u-2", passwords=CHEAP, stamp=STAMP) is None


def test_the_first_start_makes_an_administrator_where_there_are_other_users_already(store: Store) -> None:
    with store.work() as session:
        add(session, "wangfang")
        assert first_administrator(session, user_id="u-1", passwords=CHEAP, stamp=STAMP) is not None


def test_a_name_taken_from_the_first_administrator_is_told_with_what_to_do(store: Store) -> None:
    with store.work() as session:
        add(session, "admin", Role.INSPECTOR)
        with pytest.raises(ConflictError, match="voc users add 另一个名字 --role administrator"):
            first_administrator(session, user_id="u-1", passwords=CHEAP, stamp=STAMP)


@pytest.mark.parametrize("name", ["cli:root", "CLI:root", "program", "System", "u-wang"])
def test_no_name_can_be_taken_for_another_who_acts(store: Store, name: str) -> None:
    with store.work() as session:
        add(session, "admin", Role.ADMINISTRATOR)
        known = add(session, "wang")
        user = User("u-new", name, frozenset({Role.INSPECTOR}))
        with pytest.raises(InputError, match="混淆"):
            add_user(session, user, passwords=CHEAP, stamp=STAMP)
        with pytest.raises(InputError, match="混淆"):
            change_user(session, replace(known, name=name), stamp=STAMP)


def test_a_new_users_team_and_departments_become_known(store: Store) -> None:
    roles = frozenset({Role.TEAM_LEAD, Role.DEPARTMENT})
    with store.work() as session:
        add_user(session, User("u-1", "li", roles, None, "一班", ("电子银行部",)), passwords=CHEAP, stamp=STAMP)
        assert (Links(session).teams(), Links(session).departments()) == (("一班",), ("电子银行部",))
        assert _facts(session) == [{"active": True, "change": "added", "roles": ["department", "team_lead"]}]


def test_who_is_disabled_is_signed_out(store: Store) -> None:
    with store.work() as session:
        add(session, "admin", Role.ADMINISTRATOR)
        user = add(session, "wang")
        assert _in(session, "wang", PASSWORD)
        changed = change_user(session, replace(user, active=False), stamp=STAMP)
        assert not changed.active
        assert not _in(session, "wang", PASSWORD)


def test_a_reset_password_replaces_the_old_one(store: Store) -> None:
    with store.work() as session:
        user = add(session, "wang")
        once = reset_password(session, user.id, passwords=CHEAP, stamp=STAMP)
        assert _in(session, "wang", once)
        assert not _in(session, "wang", PASSWORD)
        assert Accounts(session).get(user.id).must_change
        with pytest.raises(NotFoundError):
            reset_password(session, "nobody", passwords=CHEAP, stamp=STAMP)


def _changed(session: Session, user: User, old: str, new: str) -> Refused | None:
    tried = try_password(session, user.name, old, address="", passwords=CHEAP, at=NOON)
    return change_password(session, user, tried, new, address="", passwords=CHEAP, stamp=STAMP)


def test_guesses_of_the_old_password_are_throttled_like_those_at_the_door(store: Store) -> None:
    with store.work() as session:
        user = add(session, "wang")
        for _ in range(6):
            assert _changed(session, user, "wrong", "quite another one") is not None
        with pytest.raises(TooManyError):
            _changed(session, user, PASSWORD, "quite another one")


def test_a_password_that_was_changed_meanwhile_is_no_longer_right(store: Store) -> None:
    with store.work() as session:
        user = add(session, "wang")
        tried = try_password(session, "wang", PASSWORD, address="", passwords=CHEAP, at=NOON)
        assert _changed(session, user, PASSWORD, "quite another one") is None
        assert isinstance(sign_in(session, "wang", tried, address="", at=NOON), Refused)


def test_a_password_is_changed_by_who_knows_the_old_one(store: Store) -> None:
    with store.work() as session:
        user = add(session, "wang")
        refused = _changed(session, user, "wrong", "quite another one")
        assert refused is not None
        assert str(refused.error) == "原密码不对"
        with pytest.raises(InputError, match="10 到 200"):
            _changed(session, user, PASSWORD, "short")
        assert _changed(session, user, PASSWORD, "quite another one") is None
        assert _in(session, "wang", "quite another one")
        assert "quite another one" not in str(_facts(session))
