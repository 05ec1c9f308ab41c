from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, finding
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.changes import Answer, PutFinding, TellComment, TellDissatisfied, TellResolved
from voc.domain.reviewing.history import (
    GoStale,
    History,
    Reopen,
    ReviewEvent,
    Step,
    Submit,
    Undo,
    first_submission,
    replayed,
    submission,
)
from voc.errors import ConflictError

CHANGES: list[Step] = [
    PutFinding(finding("rule.fee")),
    PutFinding(finding("product.speed")),
    TellDissatisfied(False),
    TellResolved(True),
    TellComment("再听"),
]


def after(*steps: Step) -> History:
    history = History.begun(1)
    for step in steps:
        history = history.after(step)
    return history


@given(st.lists(st.sampled_from(CHANGES)), st.sampled_from(CHANGES))
def test_undoing_gives_back_what_was_before_and_is_itself_counted(steps: list[Step], last: Step) -> None:
    before = after(*steps)
    undone = before.after(last).after(Undo())
    assert (undone.now, undone.version) == (before.now, before.version + 2)


@given(st.lists(st.sampled_from(CHANGES)))
def test_everything_can_be_undone_down_to_the_empty_answer(steps: list[Step]) -> None:
    history = after(*steps, *[Undo() for _ in steps])
    assert history.now.answer == Answer()
    assert not history.can_undo


def test_there_is_nothing_to_undo_at_the_beginning() -> None:
    with pytest.raises(ConflictError, match="没有可以撤销"):
        after(Undo())


def test_a_submitted_answer_stands_until_it_is_reopened() -> None:
    given_ = after(TellDissatisfied(False), Submit())
    assert given_.now.status is ReviewStatus.FINAL
    with pytest.raises(ConflictError, match="重新打开"):
        given_.after(TellDissatisfied(True))
    with pytest.raises(ConflictError, match="已经提交"):
        given_.after(Submit())
    assert given_.after(Reopen(1)).after(TellDissatisfied(True)).now.answer.dissatisfied


def test_a_draft_need_not_be_reopened() -> None:
    with pytest.raises(ConflictError, match="不必"):
        after(Reopen(1))


def test_a_submission_and_a_reopening_can_be_undone() -> None:
    given_ = after(TellDissatisfied(False), Submit())
    assert given_.after(Undo()).now.status is ReviewStatus.DRAFT
    assert given_.after(Reopen(1)).after(Undo()).now == given_.now


def test_what_went_stale_cannot_be_undone_but_is_thought_over_against_the_new_text() -> None:
    stale = after(TellDissatisfied(False), Submit(), GoStale())
    assert stale.now.status is ReviewStatus.STALE
    for step in (Undo(), GoStale(), TellComment("?"), Submit()):
        with pytest.raises(ConflictError):
            stale.after(step)
    again = stale.after(Reopen(2))
    assert (again.now.status, again.now.revision, again.can_undo) == (ReviewStatus.DRAFT, 2, False)
    assert again.now.answer.dissatisfied is False


def test_events_lead_to_the_same_history_as_their_steps() -> None:
    steps: list[Step] = [*CHANGES, Undo(), Submit()]
    events = [ReviewEvent(n, "王检", NOW, step) for n, step in enumerate(steps, 1)]
    assert replayed(events, revision=1) == after(*steps)
    assert replayed([], revision=3).now.revision == 3


def test_an_answer_is_known_as_it_was_submitted_by_a_time() -> None:
    steps = (TellDissatisfied(False), Submit(), Undo(), TellComment("a"), TellResolved(True), Submit())
    events = [ReviewEvent(n, "王检", NOW + n * timedelta(minutes=1), step) for n, step in enumerate(steps, 1)]
    first = first_submission(events)
    assert first == events[1].at
    assert [submission(events, revision=1, until=event.at)[1] for event in events[1:]] == [first] * 4 + [events[5].at]
    with pytest.raises(ValueError, match="nothing was submitted"):
        submission(events, revision=1, until=NOW)
