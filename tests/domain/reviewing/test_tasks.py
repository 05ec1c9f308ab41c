from datetime import timedelta

import pytest

from tests.builders import NOW
from voc.domain.reviewing.tasks import LEASE, Purpose, Task, TaskState
from voc.errors import ConflictError

MINUTE = timedelta(minutes=1)
OPEN = Task("T-1", 7, Purpose.SAMPLE, "P-1")
TAKEN = OPEN.taken("王检", at=NOW)


def test_a_task_is_lent_for_a_time() -> None:
    assert (TAKEN.state, TAKEN.holder, TAKEN.lease_until) == (TaskState.LEASED, "王检", NOW + LEASE)
    assert TAKEN.held_by("王检", at=NOW)
    assert not TAKEN.held_by("李检", at=NOW)
    assert not TAKEN.held_by("王检", at=NOW + LEASE)


def test_a_task_is_never_lent_to_two_at_once() -> None:
    with pytest.raises(ConflictError, match="已被领取"):
        TAKEN.taken("李检", at=NOW + MINUTE)
    assert TAKEN.taken("王检", at=NOW + MINUTE).lease_until == NOW + MINUTE + LEASE


def test_whoever_takes_a_lapsed_task_starts_from_nothing() -> None:
    begun = TAKEN.begun("R-1")
    assert begun.lapsed(at=NOW + LEASE)
    assert not begun.lapsed(at=NOW)
    assert begun.taken("李检", at=NOW + LEASE).review_id is None
    assert begun.taken("王检", at=NOW + LEASE).review_id == "R-1"


def test_a_loan_goes_on_as_long_as_nobody_else_took_the_task() -> None:
    late = NOW + LEASE + MINUTE
    assert TAKEN.prolonged("王检", at=late).lease_until == late + LEASE
    with pytest.raises(ConflictError, match="重新领取"):
        TAKEN.taken("李检", at=late).prolonged("王检", at=late)
    with pytest.raises(ConflictError, match="重新领取"):
        OPEN.prolonged("王检", at=NOW)


def test_an_assigned_task_is_for_nobody_else() -> None:
    own = Task("T-1", 7, Purpose.APPEAL, "A-1", assignee="李检")
    with pytest.raises(ConflictError, match="指定了别人"):
        own.taken("王检", at=NOW)
    assert own.taken("李检", at=NOW).holder == "李检"


def test_a_task_given_back_is_open_again() -> None:
    assert TAKEN.begun("R-1").given_back("王检") == OPEN
    for wrong in (TAKEN, OPEN):
        with pytest.raises(ConflictError, match="不在你手上"):
            wrong.given_back("李检")


def test_a_finished_task_keeps_who_did_it_and_can_be_resumed_by_no_other() -> None:
    done = TAKEN.begun("R-1").finished("王检")
    assert (done.state, done.holder, done.review_id, done.lease_until) == (TaskState.DONE, "王检", "R-1", None)
    assert done.resumed("王检", at=NOW).held_by("王检", at=NOW)
    with pytest.raises(ConflictError):
        done.resumed("李检", at=NOW)
    with pytest.raises(ConflictError):
        TAKEN.resumed("王检", at=NOW)
    for late in (done, OPEN):
        with pytest.raises(ConflictError):
            late.finished("王检")
    with pytest.raises(ConflictError, match="已完成"):
        done.taken("李检", at=NOW)


def test_a_task_is_withdrawn_before_it_is_done_only() -> None:
    assert TAKEN.withdrawn().state is TaskState.WITHDRAWN
    with pytest.raises(ConflictError, match="不能撤回"):
        TAKEN.finished("王检").withdrawn()


def test_states_and_purposes_are_shown_in_chinese() -> None:
    assert [state.label for state in TaskState] == ["待领取", "复核中", "已完成", "已撤回"]
    assert [purpose.label for purpose in Purpose] == ["抽检", "校准", "申诉复听", "裁定", "直接复核"]


def test_what_was_decided_between_people_stands_against_a_later_look_of_one() -> None:
    assert Purpose.SAMPLE.replaces(None)
    assert Purpose.ADJUDICATION.replaces(Purpose.APPEAL)
    assert not Purpose.DIRECT.replaces(Purpose.ADJUDICATION)
    assert not Purpose.CALIBRATION.replaces(None)
