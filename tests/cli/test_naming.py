from tests.builders import NOW
from tests.services.reviews.desk import Desk
from voc.cli.naming import named, people_of
from voc.domain.account import Role, User
from voc.domain.reviewing.tasks import Purpose, Task
from voc.storage.accounts import Accounts

TASK = Task("T-1", 7, Purpose.CALIBRATION, "K-1", holder="u-1")


def test_users_are_named_and_others_stay_as_they_are() -> None:
    assert named(TASK, {"u-1": "王检"}, "holder").holder == "王检"
    assert named(TASK, {"u-2": "李检"}, "holder") == TASK
    assert named(Task("T-2", 7, Purpose.CALIBRATION, "K-1"), {"u-1": "王检"}, "holder").holder is None


def test_people_are_the_users_who_were_disabled_too(desk: Desk) -> None:
    with desk.work() as session:
        for id, name, active in (("u-1", "王检", True), ("u-2", "李检", False)):
            user = User(id, name, frozenset({Role.INSPECTOR}), active=active)
            Accounts(session).add(user, password_hash="x", at=NOW)
        assert people_of(session) == {"u-1": "王检", "u-2": "李检"}
