from dataclasses import replace

import pytest

from tests.services.reviews.desk import Desk
from voc.domain.account import Actor, Role, User
from voc.errors import InputError
from voc.services.reviews.people import names_for, require_reviewers, reviewers, reviewers_called
from voc.storage.accounts import Accounts


@pytest.fixture
def peopled(desk: Desk) -> Desk:
    inspector = User("u-1", "王检", frozenset({Role.INSPECTOR}))
    lead = User("u-4", "赵主管", frozenset({Role.QA_LEAD}))
    away = replace(inspector, id="u-2", name="李检", active=False)
    agent = User("u-3", "周席", frozenset({Role.AGENT}), "A1")
    with desk.work() as session:
        for user in (inspector, lead, away, agent):
            Accounts(session).add(user, password_hash="x", at=desk.now)
    return desk


def test_reviewers_are_called_by_name_or_by_id(peopled: Desk) -> None:
    with peopled.work() as session:
        assert reviewers_called(session, ["赵主管", "u-1"]) == ("u-4", "u-1")
        assert reviewers_called(session, []) == ()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["王检", "张检"], "没有用户 张检"),
        (["李检"], "用户 李检 不能复核"),
        (["u-3"], "用户 周席 不能复核"),
        (["王检", "u-1"], "王检 写了两次"),
    ],
)
def test_who_cannot_be_asked_is_refused_by_name(peopled: Desk, words: list[str], reason: str) -> None:
    with peopled.work() as session, pytest.raises(InputError, match=reason):
        reviewers_called(session, words)


def test_only_active_users_with_a_role_that_reviews_are_asked(peopled: Desk) -> None:
    with peopled.work() as session:
        require_reviewers(session, ["u-1"])
        for id in ("u-2", "u-3", "u-5"):
            with pytest.raises(InputError, match=id):
                require_reviewers(session, ["u-1", id])


def test_who_reviews_is_listed_and_named_to_those_who_may_know(desk: Desk) -> None:
    both = User("u-1", "王检", frozenset({Role.INSPECTOR, Role.QA_LEAD}))
    away = User("u-2", "李检", frozenset({Role.INSPECTOR}), active=False)
    agent = User("u-3", "周席", frozenset({Role.AGENT}), "A1")
    with desk.work() as session:
        for user in (both, away, agent):
            Accounts(session).add(user, password_hash="x", at=desk.now)
        found = reviewers(session, limit=9)
        assert sorted(user.id for user in found) == ["u-1", "u-2"]
        assert reviewers(session, after=found[0].name, limit=9) == found[1:]
        assert reviewers(session, enabled=True, limit=9) == (both,)
        assert reviewers(session, enabled=False, limit=9) == (away,)
        ids = ["u-1", "u-3", "program"]
        assert names_for(session, Actor.of(both), ids) == {"u-1": "王检", "u-3": "周席"}
        assert names_for(session, Actor.of(both), []) == names_for(session, Actor.of(away), ids) == {}
