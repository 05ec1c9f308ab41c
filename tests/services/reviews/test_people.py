from dataclasses import replace

import pytest

from tests.services.reviews.desk import Desk
from voc.domain.account import Role, User
from voc.errors import InputError
from voc.services.reviews.people import require_reviewers
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
