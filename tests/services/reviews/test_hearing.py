"""Who gave the contested answer, alone or with another, does not hear the appeal against it."""

import pytest

from tests.services.reviews.desk import FAULT, Desk
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.appeals import Appeal, Move
from voc.domain.reviewing.changes import Change, PutFinding, TellDissatisfied
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError
from voc.services.reviews import answering
from voc.services.reviews.adjudicating import adjudicate, begin_adjudication
from voc.services.reviews.appealing import assign_appeal, file_appeal, move_appeal
from voc.services.reviews.calibrating import close_calibration, open_calibration
from voc.storage.adjudications import Adjudications

MANNER = PutFinding(Finding(Cause.PERSON, "person.attitude", Kind.PAIN, None))
CLAIMED = PutFinding(Finding(Cause.PRODUCT, "product.error", Kind.PAIN, None))
CONTENT = TellDissatisfied(False)


def forwarded(desk: Desk, key: int) -> Appeal:
    with desk.work() as session:
        filed = file_appeal(session, key, agent="周席", at=desk.clock(), reason="不对", new_id=desk.new_id)
        return move_appeal(session, filed.id, Move.FORWARD, by="孙班长", at=desk.clock())


def assign(desk: Desk, appeal: Appeal, inspector: str, by: str = "钱主管") -> None:
    with desk.work() as session:
        assign_appeal(session, appeal.id, inspector=inspector, by=by, at=desk.clock(), new_id=desk.new_id)


def refused(desk: Desk, appeal: Appeal, *inspectors: str) -> None:
    for inspector in inspectors:
        with pytest.raises(ConflictError, match="给过这个答案"):
            assign(desk, appeal, inspector)


def rejected(desk: Desk, appeal: Appeal, by: str) -> None:
    desk.run(lambda s: move_appeal(s, appeal.id, Move.REJECT, by=by, at=desk.clock(), reason="维持"))


def calibrated(desk: Desk, key: int, first: Change, second: Change) -> str:
    """The session in which 张检 and 李检 answered."""
    with desk.work() as session:
        opened = open_calibration(
            session, "校准", expert="张检", inspectors=["李检"], contact_keys=[key], by="赵主管",
            at=desk.clock(), new_id=desk.new_id,
        )  # fmt: skip
    desk.answer("张检", first)
    desk.answer("李检", second)
    return opened.id


def test_neither_of_two_who_agreed_hears_it_or_decides_on_it(desk: Desk) -> None:
    (key,) = desk.feed([FAULT])
    desk.plan(1, double=1.0)
    for who in ("王检", "李检"):
        desk.answer(who, MANNER)
    appeal = forwarded(desk, key)
    refused(desk, appeal, "王检", "李检")
    for own in ("王检", "李检"):
        with pytest.raises(ConflictError, match="对自己的判断"):
            rejected(desk, appeal, own)
    assign(desk, appeal, "张检")


def test_neither_side_of_a_disagreement_hears_what_a_lead_decided_nor_does_the_lead(desk: Desk) -> None:
    (key,) = desk.feed([FAULT])
    desk.plan(1, double=1.0)
    desk.answer("王检", MANNER)
    desk.answer("李检", CONTENT)
    with desk.work() as session:
        (found,) = Adjudications(session).pending()
        at, first = desk.clock(), found.first_review
        draft = begin_adjudication(session, found.id, lead="赵主管", at=at, new_id=desk.new_id, side=first)
        adjudicate(session, found.id, draft.id, lead="赵主管", at=at, reason="听了录音")
    appeal = forwarded(desk, key)
    assert appeal.against == draft.id
    refused(desk, appeal, "王检", "李检", "赵主管")
    assign(desk, appeal, "张检")


def test_who_said_the_same_on_another_occasion_does_not_hear_it_and_who_said_another_thing_may(desk: Desk) -> None:
    (key,) = desk.feed([FAULT])
    session_id = calibrated(desk, key, MANNER, CONTENT)
    with desk.work() as session:
        draft = answering.begin_direct(session, key, who="王检", at=desk.clock(), new_id=desk.new_id)
    desk.submit(desk.change(draft, MANNER))
    appeal = forwarded(desk, key)
    # As long as the answers are hidden, a refusal must not tell what they were.
    refused(desk, appeal, "张检", "李检")
    desk.run(lambda s: close_calibration(s, session_id, at=desk.clock()))
    refused(desk, appeal, "张检", "王检")
    assign(desk, appeal, "李检")


def test_who_agreed_with_the_machine_does_not_hear_the_appeal_against_it(desk: Desk) -> None:
    (key,) = desk.feed([FAULT])
    session_id = calibrated(desk, key, CLAIMED, MANNER)
    desk.run(lambda s: close_calibration(s, session_id, at=desk.clock()))
    appeal = forwarded(desk, key)
    assert appeal.against is None
    refused(desk, appeal, "张检")
    assign(desk, appeal, "李检")
