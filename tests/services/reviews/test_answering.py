from datetime import timedelta

import pytest

from tests.services.reviews.desk import FAULT, FEE, Desk
from voc.domain.attribution import Evidence, Kind
from voc.domain.review import Finding, ReviewStatus, Source
from voc.domain.reviewing.changes import PutFinding, TellComment, TellDissatisfied, TellPrimary
from voc.domain.reviewing.sampling import Quota
from voc.domain.reviewing.tasks import LEASE, TaskState
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError, InputError, NotFoundError, PreconditionError
from voc.services.reviews import answering
from voc.storage.counting import Counts
from voc.storage.review_tasks import ReviewTasks
from voc.storage.reviews import Reviews, StoredReview

MARKED = Finding(Cause.RULE, "rule.fee", Kind.PAIN, "转账", (Evidence(1, 0, 2, "转账"),))


@pytest.fixture
def fed(desk: Desk) -> Desk:
    desk.feed([FAULT], [FAULT, FEE], [])
    desk.plan(3)
    return desk


def read(desk: Desk, review: StoredReview) -> StoredReview:
    return desk.run(lambda session: Reviews(session).read(review.id))  # type: ignore[no-any-return]


def verdicts(desk: Desk) -> dict[str, tuple[Source, list[str | None]]]:
    with desk.work() as session:
        counted = list(Counts(session).counted())
    return {c.contact_id: (c.verdict.source, [f.factor for f in c.verdict.findings]) for c in counted}


def test_a_submitted_answer_counts_in_the_place_of_the_machine_s_claim(fed: Desk) -> None:
    assert {source for source, _ in verdicts(fed).values()} == {Source.MACHINE}
    review = fed.answer("王检", PutFinding(MARKED), TellComment("听了两遍"))
    assert (review.status, review.counts) == (ReviewStatus.FINAL, True)
    assert verdicts(fed)[review.contact_id] == (Source.PERSON, ["rule.fee"])
    assert sum(source is Source.PERSON for source, _ in verdicts(fed).values()) == 1


def test_everything_that_was_done_stays_in_the_history(fed: Desk) -> None:
    review = fed.change(fed.begin("王检"), PutFinding(MARKED), TellDissatisfied(False))
    undone = fed.run(lambda session: answering.undo(session, review.id, who="王检", at=fed.clock(), new_id=fed.new_id))
    assert (undone.answer.findings, undone.version) == ((MARKED,), 3)
    assert read(fed, review).answer == undone.answer
    events = fed.run(lambda session: Reviews(session).events(review.id))
    assert [(event.number, type(event.step).__name__) for event in events] == [
        (1, "PutFinding"),
        (2, "TellDissatisfied"),
        (3, "Undo"),
    ]


def test_a_submission_can_be_undone_and_the_machine_counts_again(fed: Desk) -> None:
    review = fed.answer("王检")
    draft = fed.run(lambda s: answering.undo(s, review.id, who="王检", at=fed.clock(), new_id=fed.new_id))
    assert (draft.status, verdicts(fed)[review.contact_id][0]) == (ReviewStatus.DRAFT, Source.MACHINE)
    assert (draft.counts, read(fed, review).counts) == (False, False)
    assert fed.submit(draft).counts


def test_a_reopened_answer_is_a_draft_until_it_is_submitted_again(fed: Desk) -> None:
    review = fed.answer("王检")
    draft = fed.run(lambda s: answering.reopen(s, review.id, who="王检", at=fed.clock()))
    assert (draft.status, draft.counts, read(fed, draft).counts) == (ReviewStatus.DRAFT, False, False)
    closed = fed.run(lambda s: answering.undo(s, draft.id, who="王检", at=fed.clock(), new_id=fed.new_id))
    assert (closed.status, closed.counts) == (ReviewStatus.FINAL, True)
    again = fed.run(lambda s: answering.reopen(s, review.id, who="王检", at=fed.clock()))
    with pytest.raises(ConflictError, match="不必"):
        fed.run(lambda s: answering.reopen(s, again.id, who="王检", at=fed.clock()))


def test_an_answer_that_is_not_whole_cannot_be_submitted(fed: Desk) -> None:
    review = fed.begin("王检")
    with pytest.raises(InputError, match="是否不满"):
        fed.submit(review)
    assert read(fed, review).status is ReviewStatus.DRAFT


def test_words_that_are_not_in_the_contact_cannot_be_marked(fed: Desk) -> None:
    wrong = Finding(Cause.RULE, None, Kind.PAIN, None, (Evidence(1, 0, 2, "转帐"),))
    review = fed.begin("王检")
    with pytest.raises(InputError, match="原文不符"):
        fed.change(review, PutFinding(wrong))
    assert read(fed, review).version == 0


def test_who_saves_over_somebody_s_change_is_told_so(fed: Desk) -> None:
    review = fed.begin("王检")
    fed.change(review, TellDissatisfied(False), expected=0)
    with pytest.raises(PreconditionError, match="刷新"):
        fed.change(review, TellDissatisfied(True), expected=0)


def test_nobody_answers_for_somebody_else(fed: Desk) -> None:
    review = fed.begin("王检")
    with pytest.raises(ConflictError, match="别人的"):
        fed.run(lambda s: answering.change(s, review.id, TellComment("?"), who="李检", at=fed.clock()))


def test_a_claim_called_right_is_taken_over_and_called_wrong_left_out(fed: Desk) -> None:
    review = fed.begin("王检")
    assert review.contact_id == "C-2"

    def cite(factor: str, *, right: bool) -> StoredReview:
        return fed.run(  # type: ignore[no-any-return]
            lambda s: answering.cite(
                s, review.id, Cause(factor.split(".")[0]), factor, right=right, who="王检", at=fed.clock()
            )
        )

    with pytest.raises(NotFoundError, match="没有判断过"):
        cite("person.attitude", right=True)
    assert [f.factor for f in cite("product.error", right=True).answer.findings] == ["product.error"]
    wrong = cite("product.error", right=False)
    assert (wrong.answer.findings, [c.right for c in wrong.answer.citations]) == ((), [False])


def test_a_task_is_never_with_two_people_and_comes_back_when_time_is_over(fed: Desk) -> None:
    tasks = [fed.take(who) for who in ("王检", "李检", "张检")]
    assert len({task.contact_key for task in tasks if task is not None}) == 3
    assert fed.take("赵检") is None
    again = fed.take("王检")
    assert again is not None
    assert tasks[0] is not None
    assert again.id == tasks[0].id
    fed.now += LEASE + timedelta(minutes=1)
    late = fed.take("赵检")
    assert late is not None
    assert late.id == tasks[0].id


def test_a_task_lasts_longer_for_who_holds_it_and_nobody_else(fed: Desk) -> None:
    task = fed.take("王检")
    assert task is not None
    longer = fed.run(lambda s: answering.extend(s, task.id, who="王检", at=fed.now + LEASE / 2))
    assert longer.lease_until == fed.now + LEASE * 1.5
    with pytest.raises(ConflictError, match="不在你手上"):
        fed.run(lambda s: answering.extend(s, task.id, who="李检", at=fed.clock()))


def test_whoever_lost_a_task_cannot_save_into_it(fed: Desk) -> None:
    review = fed.begin("王检")
    fed.now += LEASE + timedelta(minutes=5)
    assert fed.change(review, TellComment("还在")).version == 1
    fed.now += LEASE + timedelta(minutes=5)
    other = fed.begin("李检")
    assert (other.contact_key, other.answer.comment) == (review.contact_key, "")
    with pytest.raises(ConflictError, match="重新领取"):
        fed.change(review, TellComment("晚了"))
    assert read(fed, review).answer.comment == "还在"


def test_a_task_given_back_is_open_for_the_next(fed: Desk) -> None:
    task = fed.take("王检")
    assert task is not None
    fed.run(lambda s: answering.give_back(s, task.id, who="王检"))
    taken = fed.take("李检")
    assert taken is not None
    assert taken.id == task.id


def test_a_review_that_was_begun_is_gone_on_with(fed: Desk) -> None:
    first = fed.change(fed.begin("王检"), TellComment("一半"))
    assert fed.begin("王检").answer.comment == "一半"
    assert fed.begin("王检").id == first.id


def test_a_review_needs_no_task(desk: Desk) -> None:
    (key,) = desk.feed([FAULT])
    review = desk.run(lambda s: answering.begin_direct(s, key, who="赵主管", at=desk.clock(), new_id=desk.new_id))
    given = desk.submit(desk.change(review, TellDissatisfied(False)))
    assert given.counts
    again = desk.run(lambda s: answering.reopen(s, given.id, who="赵主管", at=desk.clock()))
    assert read(desk, again).counts is False
    assert desk.submit(again).counts


def test_a_changed_text_makes_a_review_stale_where_its_words_no_longer_stand(desk: Desk) -> None:
    desk.feed([FAULT], [FAULT])
    desk.plan(2)
    marked = desk.answer("王检", PutFinding(MARKED))
    bare = desk.answer("王检", TellDissatisfied(False))
    desk.rewrite(marked.contact_id, bare.contact_id, text="我转账转不出去")
    assert [read(desk, review).status for review in (marked, bare)] == [ReviewStatus.STALE, ReviewStatus.FINAL]
    assert {name: source for name, (source, _) in verdicts(desk).items()} == {
        marked.contact_id: Source.MACHINE,
        bare.contact_id: Source.PERSON,
    }
    draft = desk.run(lambda s: answering.reopen(s, marked.id, who="王检", at=desk.clock()))
    assert (draft.state.revision, draft.status) == (2, ReviewStatus.DRAFT)
    with pytest.raises(InputError, match="原文不符"):
        desk.submit(draft)
    moved = Finding(Cause.RULE, "rule.fee", Kind.PAIN, "转账", (Evidence(1, 1, 3, "转账"),))
    assert desk.submit(desk.change(draft, PutFinding(moved))).counts


def test_a_draft_that_went_stale_is_reopened_while_its_task_is_on_loan(desk: Desk) -> None:
    desk.feed([FAULT])
    desk.plan(1)
    draft = desk.change(desk.begin("王检"), PutFinding(MARKED))
    desk.rewrite("C-1", text="什么都转不了")
    assert read(desk, draft).status is ReviewStatus.STALE
    again = desk.run(lambda s: answering.reopen(s, draft.id, who="王检", at=desk.clock()))
    assert again.status is ReviewStatus.DRAFT
    assert desk.submit(desk.change(again, TellDissatisfied(False))).counts


def test_quotas_say_who_may_do_how_many(desk: Desk) -> None:
    desk.feed([FAULT], [FAULT], [])
    desk.plan(3, quotas=(Quota("王检", 2), Quota("赵检", 1)))
    assert desk.take("李检") is None
    desk.answer("王检")
    desk.answer("王检")
    assert desk.take("王检") is None
    states = desk.run(lambda s: ReviewTasks(s).counts(["id-0001"]))["id-0001"]
    assert states[TaskState.DONE] == 2


def test_the_primary_of_several_causes_is_told(fed: Desk) -> None:
    fault = Finding(Cause.PRODUCT, "product.error", Kind.PAIN, None)
    review = fed.answer("王检", PutFinding(MARKED), PutFinding(fault), TellPrimary(Cause.PRODUCT))
    assert review.review().primary is Cause.PRODUCT
