from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from tests.storage.people import ADMIN, inspector, stored
from tests.storage.watching import executed
from voc.domain.account import Role, User
from voc.domain.login import ApiToken, Login, Throttle
from voc.errors import NotFoundError
from voc.storage.links import Links
from voc.storage.logins import Logins, Throttles, Tokens

LATER = NOW + timedelta(minutes=5)


def test_a_session_is_found_until_it_is_closed(session: Session) -> None:
    stored(session, ADMIN)
    logins = Logins(session)
    logins.open("secret", Login("u-0", NOW, NOW))
    assert logins.find("secret") == (Login("u-0", NOW, NOW), ADMIN)
    logins.seen("secret", LATER)
    assert logins.find("secret") == (Login("u-0", NOW, LATER), ADMIN)
    logins.close("secret")
    assert logins.find("secret") is None


def test_a_session_tells_all_of_a_users_roles_and_departments_in_one_statement(session: Session) -> None:
    links = Links(session)
    links.add_departments(["电子银行部", "信用卡中心"])
    roles = frozenset({Role.DEPARTMENT, Role.INSPECTOR})
    user = User("u-1", "li", roles, departments=("信用卡中心", "电子银行部"))
    stored(session, user)
    Logins(session).open("secret", Login("u-1", NOW, NOW))
    with executed(session) as statements:
        assert Logins(session).find("secret") == (Login("u-1", NOW, NOW), user)
    assert len(statements) == 1


def test_all_of_a_users_sessions_end_and_nobody_elses(session: Session) -> None:
    stored(session, ADMIN, inspector())
    logins = Logins(session)
    for secret, user_id in (("a", "u-0"), ("b", "u-0"), ("c", "u-wang")):
        logins.open(secret, Login(user_id, NOW, NOW))
    logins.close_all("u-0")
    assert [secret for secret in "abc" if logins.find(secret)] == ["c"]


def test_old_sessions_are_forgotten(session: Session) -> None:
    stored(session, ADMIN)
    logins = Logins(session)
    logins.open("old", Login("u-0", NOW, NOW))
    logins.open("new", Login("u-0", LATER, LATER))
    logins.close_older(LATER)
    assert (logins.find("old"), logins.find("new")) == (None, (Login("u-0", LATER, LATER), ADMIN))


def test_failures_are_kept_by_key_and_forgotten(session: Session) -> None:
    throttles = Throttles(session)
    assert throttles.read("a") == Throttle()
    throttles.write("a", Throttle(1, NOW))
    throttles.write("a", Throttle(6, LATER, LATER))
    throttles.write("b", Throttle(1, NOW))
    assert throttles.read("a") == Throttle(6, LATER, LATER)
    throttles.forget_older(LATER)
    assert (throttles.read("a").failed_count, throttles.read("b")) == (6, Throttle())
    throttles.forget("a")
    assert throttles.read("a") == Throttle()


def test_tokens_are_found_by_the_hash_of_their_secret(session: Session) -> None:
    stored(session, ADMIN)
    token = ApiToken("t-1", "u-0", "报表", ("audit.read", "search"), NOW, LATER)
    tokens = Tokens(session)
    tokens.add(token, "secret")
    assert tokens.find("secret") == (token, ADMIN)
    assert tokens.find("another") is None
    assert tokens.page(limit=5) == (token,)
    assert tokens.page(after="t-1", limit=5) == ()


def test_a_token_is_revoked_once_and_the_first_time_stands(session: Session) -> None:
    stored(session, ADMIN)
    tokens = Tokens(session)
    tokens.add(ApiToken("t-1", "u-0", "报表", (), NOW, LATER), "secret")
    assert [tokens.revoke("t-1", at) for at in (NOW, LATER)] == [True, False]
    found = tokens.find("secret")
    assert found is not None
    assert found[0].revoked_at == NOW
    with pytest.raises(NotFoundError, match="没有这个令牌"):
        tokens.revoke("t-2", NOW)
