from pathlib import Path
from threading import Thread

import pytest

from tests.databases import migrated
from tests.services.reviews.desk import FAULT, Desk
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.domain.reviewing.comparing import Adjudication
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError, InputError, NotFoundError
from voc.services.reviews import answering
from voc.services.reviews.adjudicating import adjudicate, begin_adjudication
from voc.storage.adjudications import Adjudications
from voc.storage.reviews import Reviews, StoredReview

FEE = PutFinding(Finding(Cause.RULE, "rule.fee", Kind.PAIN, None))


@pytest.fixture
def parted(desk: Desk) -> Desk:
    _disagree(desk)
    return desk


def _disagree(desk: Desk) -> None:
    desk.feed([FAULT])
    desk.plan(1, double=1.0)
    desk.answer("王检", FEE)
    desk.answer("李检", TellDissatisfied(True))


def open_one(desk: Desk) -> Adjudication:
    (found,) = desk.run(lambda s: Adjudications(s).pending())
    return found  # type: ignore[no-any-return]


def begin(desk: Desk, found: Adjudication, lead: str = "赵主管", side: str | None = None) -> StoredReview:
    return desk.run(  # type: ignore[no-any-return]
        lambda s: begin_adjudication(s, found.id, lead=lead, at=desk.clock(), new_id=desk.new_id, side=side)
    )


def decide(
    desk: Desk, found: Adjudication, draft: StoredReview, lead: str = "赵主管", reason: str = "听了录音"
) -> None:
    desk.run(lambda s: adjudicate(s, found.id, draft.id, lead=lead, at=desk.clock(), reason=reason))


def test_a_lead_takes_one_side_over_and_decides_with_a_reason(parted: Desk) -> None:
    found = open_one(parted)
    draft = begin(parted, found, side=found.first_review)
    assert [f.factor for f in draft.answer.findings] == ["rule.fee"]
    with pytest.raises(InputError, match="理由"):
        decide(parted, found, draft, reason=" ")
    spare = begin(parted, found, side=found.first_review)
    decide(parted, found, draft)
    assert parted.run(lambda s: Adjudications(s).pending()) == ()
    decided = parted.run(lambda s: Adjudications(s).read(found.id))
    assert (decided.lead, decided.review_id, decided.reason) == ("赵主管", draft.id, "听了录音")
    assert [r.id for r in parted.run(lambda s: Reviews(s).all_counting())] == [draft.id]
    with pytest.raises(ConflictError, match="已经裁定"):
        decide(parted, found, spare)
    with pytest.raises(ConflictError, match="已经裁定"):
        begin(parted, found)


def test_a_lead_may_answer_differently_from_both(parted: Desk) -> None:
    found = open_one(parted)
    draft = begin(parted, found)
    with pytest.raises(InputError, match="是否不满"):
        decide(parted, found, draft)
    decide(parted, found, parted.change(draft, TellDissatisfied(False)))
    assert parted.run(lambda s: Reviews(s).all_counting())[0].answer.dissatisfied is False


def test_only_one_of_the_two_sides_can_be_taken_over(parted: Desk) -> None:
    with pytest.raises(InputError, match="双方之一"):
        begin(parted, open_one(parted), side="id-9999")


def test_nobody_decides_over_an_own_answer_or_by_somebody_else_s_draft(parted: Desk) -> None:
    found = open_one(parted)
    with pytest.raises(ConflictError, match="另一位主管"):
        decide(parted, found, begin(parted, found, lead="王检", side=found.first_review), lead="王检")
    with pytest.raises(ConflictError, match="自己"):
        decide(parted, found, begin(parted, found), lead="钱主管")
    direct = parted.run(
        lambda s: answering.begin_direct(s, found.contact_key, who="赵主管", at=parted.clock(), new_id=parted.new_id)
    )
    with pytest.raises(ConflictError, match="自己"):
        decide(parted, found, direct)
    with pytest.raises(NotFoundError, match="分歧"):
        parted.run(lambda s: Adjudications(s).read("nothing"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_two_leads_who_decide_at_once_the_later_is_told_so(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with migrated(kind, request, tmp_path / "voc.db") as database:
        desk = Desk(database)
        _disagree(desk)
        found = open_one(desk)
        drafts = {lead: begin(desk, found, lead, side=found.first_review) for lead in ("赵主管", "孙主管")}
        told: list[str] = []

        def decide_too() -> None:
            with pytest.raises(ConflictError) as raised:
                decide(desk, found, drafts["孙主管"], "孙主管")
            told.append(str(raised.value))

        later = Thread(target=decide_too)
        with desk.work() as session:
            adjudicate(session, found.id, drafts["赵主管"].id, lead="赵主管", at=desk.clock(), reason="听了录音")
            later.start()
            later.join(timeout=0.3)
            assert later.is_alive()
        later.join()
        assert told == ["这项分歧已经裁定"]
        assert [r.id for r in desk.run(lambda s: Reviews(s).all_counting())] == [drafts["赵主管"].id]
