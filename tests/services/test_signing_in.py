from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.services.people import CHEAP, NOON, PASSWORD, STAMP, add
from tests.services.stores import Store
from voc.domain.account import Role
from voc.domain.permission import Action
from voc.errors import AuthenticationError, ForbiddenError, TooManyError
from voc.services.passwords import Passwords
from voc.services.signing_in import (
    Refused,
    SignedIn,
    by_session,
    by_token,
    require_own_password,
    sign_in,
    sign_out,
    stay_signed_in,
    try_password,
)
from voc.services.throttling import FREE_BY_ADDRESS
from voc.services.tokens import add_token
from voc.storage.accounts import Accounts

MINUTE = timedelta(minutes=1)


def _try(session: Session, name: str = "wang", password: str = PASSWORD, address: str = "") -> SignedIn | Refused:
    tried = try_password(session, name, password, address=address, passwords=CHEAP, at=NOON)
    return sign_in(session, name, tried, address=address, at=NOON)


def _in(session: Session) -> SignedIn:
    outcome = _try(session)
    assert isinstance(outcome, SignedIn)
    return outcome


def test_the_secret_of_a_session_stands_for_its_user_until_it_ends(store: Store) -> None:
    with store.work() as session:
        user = add(session, "wang")
        secret = _in(session).secret
        door = by_session(session, secret, at=NOON)
        assert (door.user, door.actor.scopes, door.secret) == (user, None, secret)
        with pytest.raises(AuthenticationError, match="请先登录"):
            by_session(session, secret + "x", at=NOON)
        with pytest.raises(AuthenticationError, match="请先登录"):
            by_session(session, secret, at=NOON + timedelta(hours=3))
        sign_out(session, secret, stamp=STAMP)
        with pytest.raises(AuthenticationError, match="请先登录"):
            by_session(session, secret, at=NOON)


def test_the_last_use_is_written_down_once_a_minute(store: Store) -> None:
    with store.work() as session:
        add(session, "wang")
        secret = _in(session).secret
        assert not by_session(session, secret, at=NOON + MINUTE).wants_note(NOON + MINUTE)
        late = NOON + 2 * MINUTE
        assert by_session(session, secret, at=late).wants_note(late)
        stay_signed_in(session, secret, at=late)
        assert not by_session(session, secret, at=late).wants_note(late)


def test_unknown_names_are_shut_like_known_ones(store: Store) -> None:
    with store.work() as session:
        add(session, "wang")
        for name in ("wang", "nobody"):
            assert all(isinstance(_try(session, name, "wrong"), Refused) for _ in range(6))
            with pytest.raises(TooManyError) as shut:
                _try(session, name.upper())
            assert shut.value.retry_after_s == 2


def test_an_address_that_tries_many_names_is_shut(store: Store) -> None:
    with store.work() as session:
        add(session, "wang")
        for number in range(FREE_BY_ADDRESS + 1):
            _try(session, f"name-{number}", "wrong", "10.0.0.1")
        with pytest.raises(TooManyError):
            _try(session, address="10.0.0.1")
        assert isinstance(_try(session, address="10.0.0.2"), SignedIn)


def test_a_success_wipes_out_the_failures_under_the_name(store: Store) -> None:
    with store.work() as session:
        add(session, "wang")
        for _ in range(4):
            for _ in range(4):
                _try(session, password="wrong")
            assert isinstance(_try(session), SignedIn)


def test_a_hash_of_older_costs_is_made_anew_on_signing_in(store: Store) -> None:
    with store.work() as session:
        user = add(session, "wang")
        dearer = Passwords(memory_kib=8, passes=2)
        tried = try_password(session, "wang", PASSWORD, address="", passwords=dearer, at=NOON)
        assert isinstance(sign_in(session, "wang", tried, address="", at=NOON), SignedIn)
        assert not dearer.outdated(Accounts(session).password_hash(user.id))


def _token(session: Session, user_id: str) -> str:
    until = NOON + timedelta(days=1)
    scopes = frozenset({Action.SEARCH})
    return add_token(session, "t", user_id=user_id, name="t", scopes=scopes, expires_at=until, stamp=STAMP).secret


def test_a_token_stands_for_its_user_within_its_scopes(store: Store) -> None:
    with store.work() as session:
        user = add(session, "wang")
        secret = _token(session, user.id)
        door = by_token(session, secret, at=NOON)
        assert (door.actor.user_id, door.actor.scopes) == (user.id, frozenset({"search"}))
        assert not door.wants_note(NOON + MINUTE * 5)
        for wrong, at in ((secret + "x", NOON), (secret, NOON + timedelta(days=2))):
            with pytest.raises(AuthenticationError, match="令牌无效"):
                by_token(session, wrong, at=at)


def test_a_disabled_user_gets_in_by_no_door(store: Store) -> None:

    with store.work() as session:
        add(session, "admin", Role.ADMINISTRATOR)
        user = add(session, "wang")
        secret, token = _in(session).secret, _token(session, user.id)
        Accounts(session).change(replace(user, active=False), at=NOON)
        assert isinstance(_try(session), Refused)
        with pytest.raises(AuthenticationError, match="用户已停用"):
            by_session(session, secret, at=NOON)
        with pytest.raises(AuthenticationError, match="用户已停用"):
            by_token(session, token, at=NOON)


def test_a_one_time_password_opens_no_door_of_a_person_but_leaves_programs_alone(store: Store) -> None:
    with store.work() as session:
        user = add(session, "wang")
        secret = _in(session).secret
        require_own_password(by_session(session, secret, at=NOON))
        Accounts(session).set_password(user.id, CHEAP.hash(PASSWORD), must_change=True, at=NOON)
        with pytest.raises(ForbiddenError, match="一次性密码"):
            require_own_password(by_session(session, secret, at=NOON))
        require_own_password(by_token(session, _token(session, user.id), at=NOON))
