import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.storage.builders import LATER, NOW
from tests.storage.reviewing import contacts, draft
from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, AppealWindow, Move
from voc.errors import NotFoundError
from voc.storage.appeals import AppealFilter, Appeals

WINDOW = AppealWindow()


def filed(key: int, id: str = "A-1", agent: str = "周席", against: str | None = "R-1") -> Appeal:
    step = AppealStep(Move.FILE, agent, NOW, "我照章转述")
    return Appeal.filed(id, key, step, against=against, against_reviewer="王检", decided_at=NOW, window=WINDOW)


def test_an_appeal_is_kept_with_all_its_steps(session: Session) -> None:
    (key,) = contacts(session)
    draft(session, key)
    appeals = Appeals(session)
    appeal = filed(key)
    appeals.file(appeal)
    moved = appeals.save(appeal.moved(AppealStep(Move.STOP, "孙班长", LATER, "判断无误"), window=WINDOW))
    assert appeals.read("A-1") == moved
    assert [step.move for step in moved.steps] == [Move.FILE, Move.STOP]
    with pytest.raises(NotFoundError, match="A-9"):
        appeals.read("A-9")


def test_appeals_are_found_by_agent_state_and_contact(session: Session) -> None:
    first, second = contacts(session, 2)
    appeals = Appeals(session)
    one, other = filed(first, against=None), filed(second, "A-2", "吴席", None)
    for appeal in (one, other):
        appeals.file(appeal)
    assert appeals.find(AppealFilter()) == (one, other)
    assert appeals.find(AppealFilter(agents=("吴席",))) == (other,)
    assert appeals.find(AppealFilter(contact_key=first)) == (one,)
    assert appeals.find(AppealFilter(states=(AppealState.STOPPED,))) == ()


def test_an_agent_has_one_appeal_a_verdict(session: Session) -> None:
    (key,) = contacts(session)
    Appeals(session).file(filed(key, against=None))
    with pytest.raises(IntegrityError):
        Appeals(session).file(filed(key, "A-2", against=None))


def test_appeals_are_read_page_by_page(session: Session) -> None:
    keys = contacts(session, 3)
    appeals = Appeals(session)
    every = tuple(filed(key, f"A-{n}", against=None) for n, key in enumerate(keys))
    for appeal in every:
        appeals.file(appeal)
    assert appeals.find(AppealFilter(), limit=2) == every[:2]
    assert appeals.find(AppealFilter(), after=(NOW, "A-1"), limit=2) == every[2:]
    assert appeals.get("A-1") == every[1]
    with pytest.raises(NotFoundError, match="A-9"):
        appeals.get("A-9")
