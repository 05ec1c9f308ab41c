from dataclasses import replace
from datetime import timedelta

import pytest

from tests.services.reviews.desk import FAULT, FEE, Desk
from tests.storage.builders import analysis, call, hashed
from voc.domain.attribution import Attribution, Kind
from voc.domain.review import Finding
from voc.domain.reviewing.appeals import Appeal, AppealState, Move
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.domain.reviewing.history import PROGRAM
from voc.domain.reviewing.tasks import Purpose
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError, InputError, NotFoundError
from voc.services.reviews import answering
from voc.services.reviews.appealing import (
    accept_appeal,
    assign_appeal,
    file_appeal,
    move_appeal,
    overdue_appeals,
    waiting_appeals,
)
from voc.storage.analyses import Analyses
from voc.storage.appeals import AppealFilter, Appeals
from voc.storage.audit import AuditLog
from voc.storage.contacts import Contacts
from voc.storage.records import Records
from voc.storage.reviews import Reviews

MANNER = PutFinding(Finding(Cause.PERSON, "person.attitude", Kind.PAIN, None))


@pytest.fixture
def blamed(desk: Desk) -> Desk:
    """An agent was found at fault."""
    desk.feed([FAULT], [FAULT])
    desk.plan(1)
    desk.answer("王检", MANNER)
    return desk


def key(desk: Desk) -> int:
    return desk.run(lambda s: Reviews(s).all_counting())[0].contact_key  # type: ignore[no-any-return]


def filed(desk: Desk, contact: int | None = None, agent: str = "周席") -> Appeal:
    return desk.run(  # type: ignore[no-any-return]
        lambda s: file_appeal(
            s, contact or key(desk), agent=agent, at=desk.clock(), reason="我照章转述", new_id=desk.new_id
        )
    )


def moved(desk: Desk, appeal: Appeal, move: Move, by: str, reason: str = "") -> Appeal:
    return desk.run(lambda s: move_appeal(s, appeal.id, move, by=by, at=desk.clock(), reason=reason))  # type: ignore[no-any-return]


def assigned(desk: Desk, appeal: Appeal, inspector: str = "李检") -> Appeal:
    return desk.run(  # type: ignore[no-any-return]
        lambda s: assign_appeal(s, appeal.id, inspector=inspector, by="赵主管", at=desk.clock(), new_id=desk.new_id)
    )


def test_an_accepted_appeal_changes_the_verdict_by_a_new_review(blamed: Desk) -> None:
    appeal = moved(blamed, filed(blamed), Move.FORWARD, "孙班长")
    assigned(blamed, appeal)
    heard = blamed.answer("李检", TellDissatisfied(True))
    assert (heard.purpose, heard.counts) == (Purpose.APPEAL, False)
    with pytest.raises(ConflictError, match="已经复听"):
        blamed.run(lambda s: answering.reopen(s, heard.id, who="李检", at=blamed.clock()))
    accepted = blamed.run(lambda s: accept_appeal(s, appeal.id, by="赵主管", at=blamed.clock(), reason="确系规定"))
    assert accepted.state is AppealState.ACCEPTED
    assert [r.id for r in blamed.run(lambda s: Reviews(s).all_counting())] == [heard.id]
    stored = blamed.run(lambda s: Appeals(s).read(appeal.id))
    assert stored == accepted
    assert [step.by for step in stored.steps] == ["周席", "孙班长", "赵主管", "李检", "赵主管"]


def test_a_rejected_appeal_leaves_the_verdict_alone_and_may_be_filed_once_more(blamed: Desk) -> None:
    before = blamed.run(lambda s: Reviews(s).all_counting())
    appeal = moved(blamed, filed(blamed), Move.FORWARD, "孙班长")
    assigned(blamed, appeal)
    blamed.answer("李检", MANNER)
    moved(blamed, appeal, Move.REJECT, "赵主管", "维持")
    assert blamed.run(lambda s: Reviews(s).all_counting()) == before
    again = moved(blamed, appeal, Move.FILE_AGAIN, "周席", "请再听第三分钟")
    moved(blamed, again, Move.FORWARD, "孙班长")
    assigned(blamed, again, "张检")
    assert blamed.answer("张检").purpose is Purpose.APPEAL
    assert moved(blamed, again, Move.REJECT, "赵主管", "维持").state is AppealState.REJECTED


def test_an_appeal_that_nobody_hears_goes_to_another_inspector(blamed: Desk) -> None:
    appeal = moved(blamed, filed(blamed), Move.FORWARD, "孙班长")
    assigned(blamed, appeal)
    slow = blamed.begin("李检")
    assigned(blamed, appeal, "张检")
    with pytest.raises(ConflictError):
        blamed.change(slow, TellDissatisfied(True))
    assert blamed.take("李检") is None
    assert blamed.answer("张检").purpose is Purpose.APPEAL


def test_the_contact_of_an_appeal_comes_first_in_the_queue(blamed: Desk) -> None:
    blamed.plan(2)
    assigned(blamed, moved(blamed, filed(blamed), Move.FORWARD, "孙班长"))
    task = blamed.take("李检")
    assert task is not None
    assert task.purpose is Purpose.APPEAL


def test_one_verdict_is_appealed_against_once(blamed: Desk) -> None:
    first = filed(blamed)
    with pytest.raises(ConflictError, match="已经申诉过"):
        filed(blamed)
    assert filed(blamed, agent="吴席").against == first.against
    found = blamed.run(lambda s: Appeals(s).find(AppealFilter(agents=("周席",), states=(AppealState.FILED,))))
    assert found == (first,)


def test_the_machine_s_claim_can_be_appealed_against_too(blamed: Desk) -> None:
    other = next(k for k in (1, 2) if k != key(blamed))
    appeal = filed(blamed, other)
    assert (appeal.against, appeal.against_reviewer) == (None, None)
    blamed.now += timedelta(days=8)
    with pytest.raises(ConflictError, match="超过 7 天"):
        filed(blamed, other, agent="吴席")


def test_there_must_be_something_to_object_to(desk: Desk) -> None:
    with desk.work() as session:
        (contact,) = Records(session).store("default", hashed(call("C-1")), at=desk.now).contact_keys
    with pytest.raises(InputError, match="还没有判断"):
        filed(desk, contact)
    with pytest.raises(NotFoundError):
        filed(desk, 99)
    with pytest.raises(NotFoundError, match="申诉"):
        desk.run(lambda s: Appeals(s).read("nothing"))


def test_steps_with_more_to_them_have_functions_of_their_own(blamed: Desk) -> None:
    with pytest.raises(ValueError, match="of their own"):
        moved(blamed, filed(blamed), Move.ACCEPT, "赵主管", "是")


def test_what_is_owed_for_too_long_is_found_and_may_still_be_done(blamed: Desk) -> None:
    forwarded = moved(blamed, filed(blamed), Move.FORWARD, "孙班长")
    stopped = filed(blamed, agent="吴席")
    moved(blamed, stopped, Move.STOP, "孙班长", "判断无误")
    assert blamed.run(lambda s: overdue_appeals(s, at=blamed.now)) == ()
    assert blamed.run(lambda s: waiting_appeals(s, at=blamed.now)) == (forwarded,)
    blamed.now += timedelta(days=4)
    assert blamed.run(lambda s: overdue_appeals(s, at=blamed.now)) == (forwarded,)
    assigned(blamed, forwarded)
    assert blamed.run(lambda s: overdue_appeals(s, at=blamed.now)) == ()
    blamed.now += timedelta(days=4)
    assert [one.state for one in blamed.run(lambda s: overdue_appeals(s, at=blamed.now))] == [AppealState.ASSIGNED]
    assert blamed.answer("李检").purpose is Purpose.APPEAL


def test_what_a_team_lead_leaves_lying_goes_on_by_itself_and_is_written_down(blamed: Desk) -> None:
    appeal = filed(blamed)
    blamed.now += timedelta(days=4)
    with pytest.raises(ConflictError, match="不能不转交"):
        moved(blamed, appeal, Move.STOP, "孙班长", "晚了")
    assigned(blamed, appeal)
    stored = blamed.run(lambda s: Appeals(s).read(appeal.id))
    assert [(step.move, step.by) for step in stored.steps] == [
        (Move.FILE, "周席"),
        (Move.FORWARD, PROGRAM),
        (Move.ASSIGN, "赵主管"),
    ]
    assert stored.steps[1].at == appeal.steps[0].at + timedelta(days=3)
    entries = blamed.run(lambda s: list(AuditLog(s).chain()))
    written = [(one.actor_id, one.object_id) for one in entries if one.object_kind == "appeal"]
    assert written == [("system", appeal.id)]


def test_once_the_machine_claims_something_else_it_can_be_appealed_against_anew(blamed: Desk) -> None:
    other = next(k for k in (1, 2) if k != key(blamed))
    filed(blamed, other)
    with pytest.raises(ConflictError, match="已经申诉过"):
        filed(blamed, other)

    def claims(claim: Attribution, code: str, *, adopt: bool = True) -> None:
        with blamed.work() as session:
            (stored,) = Contacts(session).load([other])
            made = analysis(stored.contact.id, claim)
            rows = [(other, stored.revision, replace(made, version=replace(made.version, code=code)))]
            analyses = Analyses(session)
            (analyses.save if adopt else analyses.add)(rows, at=blamed.clock())

    # Another version that says the same is no other verdict, nor is one that nothing goes by.
    claims(FAULT, "2")
    claims(FEE, "3", adopt=False)
    with pytest.raises(ConflictError, match="已经申诉过"):
        filed(blamed, other)
    claims(FEE, "4")
    assert "rule.fee" in filed(blamed, other).claim
