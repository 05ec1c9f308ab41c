from datetime import datetime, timedelta

import pytest

from tests.builders import NOW
from voc.domain.reviewing.appeals import LONGEST_REASON, Appeal, AppealState, AppealStep, AppealWindow, Move
from voc.errors import ConflictError, InputError

WINDOW = AppealWindow()
DAY = timedelta(days=1)
FORWARD, STOP = AppealStep(Move.FORWARD, "孙班长", NOW), AppealStep(Move.STOP, "孙班长", NOW, "判断无误")
ASSIGN = AppealStep(Move.ASSIGN, "赵主管", NOW, inspector="李检")
HEAR = AppealStep(Move.HEAR, "李检", NOW, review_id="R-2")
ACCEPT, REJECT = AppealStep(Move.ACCEPT, "赵主管", NOW, "确系规定"), AppealStep(Move.REJECT, "赵主管", NOW, "维持")
AGAIN = AppealStep(Move.FILE_AGAIN, "周席", NOW, "请再听第三分钟")
CLOSE = AppealStep(Move.CLOSE, "赵主管", NOW)
WITHDRAW = AppealStep(Move.WITHDRAW, "周席", NOW)


def filed(at: datetime = NOW, reason: str = "我照章转述") -> Appeal:
    step = AppealStep(Move.FILE, "周席", at, reason)
    return Appeal.filed("A-1", 7, step, against="R-1", against_reviewer="王检", decided_at=NOW, window=WINDOW)


def after(*steps: AppealStep) -> Appeal:
    appeal = filed()
    for step in steps:
        appeal = appeal.moved(step, window=WINDOW)
    return appeal


def test_an_appeal_is_heard_by_each_in_turn_and_every_step_is_kept() -> None:
    appeal = after(FORWARD, ASSIGN, HEAR, ACCEPT, CLOSE)
    assert appeal.state is AppealState.FINAL
    assert [step.move for step in appeal.steps][1:] == [Move.FORWARD, Move.ASSIGN, Move.HEAR, Move.ACCEPT, Move.CLOSE]
    assert (appeal.agent, appeal.inspector, appeal.review_id) == ("周席", "李检", "R-2")


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((STOP,), AppealState.STOPPED),
        ((FORWARD, REJECT), AppealState.REJECTED),
        ((FORWARD, ASSIGN, HEAR, REJECT), AppealState.REJECTED),
        ((WITHDRAW,), AppealState.WITHDRAWN),
        ((FORWARD, WITHDRAW), AppealState.WITHDRAWN),
        ((STOP, CLOSE), AppealState.FINAL),
    ],
)
def test_an_appeal_can_end_at_every_instance(steps: tuple[AppealStep, ...], state: AppealState) -> None:
    assert after(*steps).state is state


@pytest.mark.parametrize(
    "steps",
    [
        (ASSIGN,),
        (ACCEPT,),
        (FORWARD, FORWARD),
        (FORWARD, STOP),
        (FORWARD, ASSIGN, ACCEPT),
        (FORWARD, ASSIGN, WITHDRAW),
        (FORWARD, ASSIGN, HEAR, ACCEPT, AGAIN),
        (STOP, CLOSE, AGAIN),
        (CLOSE,),
        (AppealStep(Move.FILE, "周席", NOW, "又"),),
    ],
)
def test_no_instance_can_be_skipped(steps: tuple[AppealStep, ...]) -> None:
    with pytest.raises(ConflictError, match="不能"):
        after(*steps)


def test_an_appeal_is_filed_in_time_or_not_at_all() -> None:
    assert filed(NOW + 7 * DAY).state is AppealState.FILED
    with pytest.raises(ConflictError, match="超过 7 天"):
        filed(NOW + 8 * DAY)


def test_after_a_refusal_an_agent_may_appeal_once_more() -> None:
    again = after(FORWARD, ASSIGN, HEAR, REJECT, AGAIN)
    assert (again.state, again.inspector, again.review_id) == (AppealState.FILED, None, None)
    with pytest.raises(ConflictError, match="最终"):
        again.moved(STOP, window=WINDOW).moved(AGAIN, window=WINDOW)


def test_appealing_again_has_a_window_too() -> None:
    late = AppealStep(Move.FILE_AGAIN, "周席", NOW + 4 * DAY, "请再听")
    with pytest.raises(ConflictError, match="超过 3 天"):
        after(STOP, late)


@pytest.mark.parametrize(
    "steps",
    [(AppealStep(Move.WITHDRAW, "吴席", NOW),), (STOP, AppealStep(Move.FILE_AGAIN, "吴席", NOW, "替他"))],
)
def test_only_the_agent_takes_back_or_appeals_again(steps: tuple[AppealStep, ...]) -> None:
    with pytest.raises(ConflictError, match="只有提出申诉的座席"):
        after(*steps)


def test_another_inspector_than_the_first_one_hears_it() -> None:
    with pytest.raises(ConflictError, match="原来复核的人"):
        after(FORWARD, AppealStep(Move.ASSIGN, "赵主管", NOW, inspector="王检"))
    with pytest.raises(InputError, match="哪位质检员"):
        after(FORWARD, AppealStep(Move.ASSIGN, "赵主管", NOW))


def test_an_appeal_that_nobody_hears_is_given_to_another_but_never_to_who_heard_it() -> None:
    other = AppealStep(Move.ASSIGN, "赵主管", NOW, inspector="张检")
    assert after(FORWARD, ASSIGN, other).inspector == "张检"
    with pytest.raises(ConflictError, match="已经复听过"):
        after(FORWARD, ASSIGN, HEAR, REJECT, AGAIN, FORWARD, ASSIGN)


@pytest.mark.parametrize(
    "wrong", [AppealStep(Move.HEAR, "王检", NOW, review_id="R-2"), AppealStep(Move.HEAR, "李检", NOW)]
)
def test_it_is_heard_by_the_one_assigned_with_a_review(wrong: AppealStep) -> None:
    with pytest.raises(ConflictError, match="指派的质检员"):
        after(FORWARD, ASSIGN, wrong)


@pytest.mark.parametrize("move", [Move.ACCEPT, Move.REJECT])
def test_nobody_decides_on_an_appeal_against_himself(move: Move) -> None:
    with pytest.raises(ConflictError, match="对自己的判断"):
        after(FORWARD, ASSIGN, HEAR, AppealStep(move, "王检", NOW, "维持"))


def test_who_heard_it_does_not_accept_what_he_heard_but_may_refuse_it() -> None:
    with pytest.raises(ConflictError, match="自己复听"):
        after(FORWARD, ASSIGN, HEAR, AppealStep(Move.ACCEPT, "李检", NOW, "确系规定"))
    assert after(FORWARD, ASSIGN, HEAR, AppealStep(Move.REJECT, "李检", NOW, "维持")).state is AppealState.REJECTED


@pytest.mark.parametrize("move", [Move.FILE, Move.STOP, Move.ACCEPT, Move.REJECT, Move.FILE_AGAIN])
def test_a_decision_owes_a_reason(move: Move) -> None:
    with pytest.raises(InputError, match="理由"):
        AppealStep(move, "赵主管", NOW, " ")


def test_a_reason_has_an_end() -> None:
    with pytest.raises(InputError, match=str(LONGEST_REASON)):
        AppealStep(Move.FILE, "周席", NOW, "啊" * (LONGEST_REASON + 1))


def test_each_step_is_owed_by_a_date_as_long_as_somebody_is_waited_for() -> None:
    assert filed().due_at(WINDOW) == NOW + 3 * DAY
    assert after(STOP).due_at(WINDOW) is None


def test_a_team_lead_has_three_days_and_then_it_goes_on_by_itself() -> None:
    assert filed().as_of(NOW + 3 * DAY, WINDOW) == filed()
    gone_on = filed().as_of(NOW + 3 * DAY + timedelta(seconds=1), WINDOW)
    assert (gone_on.state, gone_on.steps[-1].by, gone_on.changed_at) == (
        AppealState.FORWARDED,
        "program",
        NOW + 3 * DAY,
    )
    assert gone_on.due_at(WINDOW) == NOW + 6 * DAY
    assert after(STOP).as_of(NOW + 30 * DAY, WINDOW) == after(STOP)
    with pytest.raises(ConflictError, match="不能不转交"):
        gone_on.moved(STOP, window=WINDOW)


def test_a_step_of_the_others_is_overdue_but_still_to_be_made() -> None:
    waiting = after(FORWARD)
    assert not waiting.overdue(NOW + 3 * DAY, WINDOW)
    assert waiting.overdue(NOW + 4 * DAY, WINDOW)
    assert waiting.as_of(NOW + 30 * DAY, WINDOW) == waiting
    assert not after(STOP).overdue(NOW + 30 * DAY, WINDOW)


def test_who_is_barred_neither_hears_nor_decides() -> None:
    barred = frozenset({"李检", "赵主管"})
    with pytest.raises(ConflictError, match="给过这个答案"):
        after(FORWARD).moved(ASSIGN, window=WINDOW, barred=barred)
    for step in (ACCEPT, REJECT):
        with pytest.raises(ConflictError, match="对自己的判断"):
            after(FORWARD, ASSIGN, HEAR).moved(step, window=WINDOW, barred=barred)


def test_states_and_moves_are_shown_in_chinese() -> None:
    assert len({state.label for state in AppealState}) == len(AppealState)
    assert len({move.label for move in Move}) == len(Move)
