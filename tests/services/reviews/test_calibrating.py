from datetime import timedelta, timezone

import pytest

from tests.services.reviews.desk import FAULT, Desk
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.calibration import CalibrationSession
from voc.domain.reviewing.changes import Change, PutFinding, TellDissatisfied
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError, NotFoundError
from voc.services.reviews import answering
from voc.services.reviews.calibrating import calibration_result, close_calibration, open_calibration
from voc.services.reviews.reading import open_to
from voc.storage.calibrations import Calibrations
from voc.storage.reviews import Reviews

ZONE = timezone(timedelta(hours=8))
FEE: Change = PutFinding(Finding(Cause.RULE, "rule.fee", Kind.PAIN, None))
CONTENT: Change = TellDissatisfied(False)


def opened(desk: Desk, keys: tuple[int, ...]) -> CalibrationSession:
    return desk.run(  # type: ignore[no-any-return]
        lambda s: open_calibration(
            s,
            "十一月校准",
            expert="赵专家",
            inspectors=("王检", "李检"),
            contact_keys=keys,
            by="钱主管",
            at=desk.clock(),
            new_id=desk.new_id,
        )
    )


@pytest.fixture
def running(desk: Desk) -> tuple[Desk, CalibrationSession]:
    """Everybody has answered two contacts, 李检 not as the expert did, and 王检 only one of them."""
    session = opened(desk, desk.feed([FAULT], [FAULT]))
    for who, answers in {"赵专家": (FEE, CONTENT), "李检": (FEE, FEE), "王检": (FEE,)}.items():
        for answer in answers:
            desk.answer(who, answer)
    return desk, session


def test_everybody_answers_the_same_contacts_and_none_of_them_counts(running: tuple[Desk, CalibrationSession]) -> None:
    desk, session = running
    assert desk.run(lambda s: Reviews(s).all_counting()) == ()
    assert desk.take("张检") is None
    last = desk.take("王检")
    assert last is not None
    assert last.origin == session.id
    assert desk.run(lambda s: Calibrations(s).all()) == (session,)


def test_answers_are_hidden_until_the_end(running: tuple[Desk, CalibrationSession]) -> None:
    desk, session = running

    def seen() -> set[str]:
        return {
            r.reviewer for r in desk.run(lambda s: open_to(s, Reviews(s).of_contact(session.contact_keys[0]), "王检"))
        }

    assert seen() == {"王检"}
    with pytest.raises(ConflictError, match="还没有结束"):
        desk.run(lambda s: calibration_result(s, session.id, zone=ZONE))
    desk.run(lambda s: close_calibration(s, session.id, at=desk.clock()))
    assert seen() == {"王检", "李检", "赵专家"}


def test_inspectors_are_held_against_the_expert(running: tuple[Desk, CalibrationSession]) -> None:
    desk, session = running
    desk.run(lambda s: close_calibration(s, session.id, at=desk.clock()))
    assert desk.take("王检") is None
    result = desk.run(lambda s: calibration_result(s, session.id, zone=ZONE))
    verdicts = {who: next(c for c in r.codes if c.code == "verdict") for who, r in result.beside_expert.items()}
    assert {who: (row.raw.value, row.n) for who, row in verdicts.items()} == {"王检": (1.0, 1), "李检": (0.5, 2)}
    assert result.among.contacts == 1


def test_an_answer_is_changed_until_the_end_only(running: tuple[Desk, CalibrationSession]) -> None:
    desk, session = running
    (own,) = desk.run(lambda s: [r for r in Reviews(s).of_contact(session.contact_keys[0]) if r.reviewer == "李检"])
    draft = desk.run(lambda s: answering.reopen(s, own.id, who="李检", at=desk.clock()))
    desk.submit(desk.change(draft, CONTENT))
    desk.run(lambda s: close_calibration(s, session.id, at=desk.clock()))
    with pytest.raises(ConflictError, match="校准已经结束"):
        desk.run(lambda s: answering.reopen(s, own.id, who="李检", at=desk.clock()))


def test_an_answer_withdrawn_at_the_end_is_not_compared(running: tuple[Desk, CalibrationSession]) -> None:
    desk, session = running
    (own,) = desk.run(lambda s: [r for r in Reviews(s).of_contact(session.contact_keys[0]) if r.reviewer == "王检"])
    desk.run(lambda s: answering.reopen(s, own.id, who="王检", at=desk.clock()))
    desk.run(lambda s: close_calibration(s, session.id, at=desk.clock()))
    result = desk.run(lambda s: calibration_result(s, session.id, zone=ZONE))
    assert result.beside_expert["王检"].contacts == 0


def test_an_answer_that_went_stale_is_not_compared(desk: Desk) -> None:
    session = opened(desk, desk.feed([FAULT]))
    for who in ("赵专家", "王检", "李检"):
        desk.answer(who, PutFinding(Finding(Cause.RULE, "rule.fee", Kind.PAIN, None, FAULT.evidence)))
    desk.rewrite("C-1", text="别的话")
    desk.run(lambda s: close_calibration(s, session.id, at=desk.clock()))
    assert desk.run(lambda s: calibration_result(s, session.id, zone=ZONE)).among.contacts == 0


def test_a_calibration_needs_contacts_that_are_there(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        opened(desk, (99,))
    with pytest.raises(NotFoundError, match="校准"):
        desk.run(lambda s: close_calibration(s, "nothing", at=desk.clock()))
