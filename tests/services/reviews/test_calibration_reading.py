import pytest

from tests.services.reviews.desk import FAULT, Desk
from voc.domain.account import Actor, Role
from voc.domain.permission import Action, Reach, allowed
from voc.domain.reviewing.calibration import CalibrationSession
from voc.errors import NotFoundError
from voc.services.reviews.calibrating import close_calibration, open_calibration
from voc.services.reviews.calibration_reading import seen_answers, seen_calibration, seen_calibrations


@pytest.fixture
def opened(desk: Desk) -> CalibrationSession:
    """Two inspectors beside a lead as the expert."""
    (key,) = desk.feed([FAULT])
    return desk.run(  # type: ignore[no-any-return]
        lambda s: open_calibration(
            s, "十一月", expert="赵主管", inspectors=("王检", "李检"), contact_keys=[key], by="钱主管", at=desk.clock(),
            new_id=desk.new_id,
        )
    )  # fmt: skip


def reach(who: str, role: Role = Role.INSPECTOR) -> Reach:
    return allowed(Actor(who, frozenset({role})), Action.CALIBRATION_ANSWER)


def answers(desk: Desk, opened: CalibrationSession, of: Reach) -> list[str]:
    return [review.reviewer for review in desk.run(lambda s: seen_answers(s, opened.id, reach=of))]


def test_answers_of_others_are_seen_after_the_end_and_drafts_never(desk: Desk, opened: CalibrationSession) -> None:
    desk.answer("王检")
    desk.answer("赵主管")
    desk.begin("李检")
    lead = reach("钱主管", Role.QA_LEAD)
    assert [answers(desk, opened, of) for of in (reach("王检"), reach("李检"), lead)] == [["王检"], ["李检"], []]
    desk.run(lambda s: close_calibration(s, opened.id, at=desk.clock()))
    assert answers(desk, opened, reach("王检")) == ["王检", "赵主管"]
    assert answers(desk, opened, lead) == ["王检", "赵主管"]


def test_who_has_still_to_answer_of_the_same_contact_sees_no_help(desk: Desk, opened: CalibrationSession) -> None:
    desk.answer("王检")
    desk.answer("李检")
    desk.run(lambda s: close_calibration(s, opened.id, at=desk.clock()))
    desk.plan(1)
    assert desk.take("李检") is not None
    assert answers(desk, opened, reach("李检")) == ["李检"]
    assert answers(desk, opened, reach("王检")) == ["王检", "李检"]


def test_a_session_is_known_to_those_with_a_part_in_it_and_to_leads(desk: Desk, opened: CalibrationSession) -> None:
    for of in (reach("王检"), reach("钱主管", Role.QA_LEAD)):
        assert desk.run(lambda s, of=of: seen_calibration(s, opened.id, reach=of)) == opened
        assert desk.run(lambda s, of=of: seen_calibrations(s, reach=of, after=None, limit=5)) == (opened,)
    with pytest.raises(NotFoundError, match="校准"):
        desk.run(lambda s: seen_calibration(s, opened.id, reach=reach("张检")))
    assert desk.run(lambda s: seen_calibrations(s, reach=reach("张检"), after=None, limit=5)) == ()
