from dataclasses import replace

import pytest

from tests.services.reviews.desk import Desk
from voc.domain.account import Actor, Role, User
from voc.errors import InputError
from voc.services.reviews.people import names_for, require_reviewers, reviewers
from voc.storage.accounts import Accounts


def test_only_active_users_with_a_role_that_reviews_are_asked(desk: Desk) -> None:
    inspector = User("u-1", "王检", frozenset({Role.INSPECTOR}))
    away = replace(inspector, id="u-2", name="李检", active=False)
    agent = User("u-3", "周席", frozenset({Role.AGENT}), "A1")
    with desk.work() as session:
        for user in (inspector, away, agent):
            Accounts(session).add(user, password_hash="x", at=desk.now)
        require_reviewers(session, ["u-1"])
        for id in ("u-2", "u-3", "u-4"):
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
