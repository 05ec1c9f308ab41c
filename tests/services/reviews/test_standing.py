import pytest

from tests.services.reviews.desk import FAULT, Desk
from voc.domain.attribution import Evidence, Kind
from voc.domain.review import Finding
from voc.domain.reviewing.changes import PutFinding, TellComment, TellDissatisfied
from voc.domain.reviewing.marking import NO_TEXTS
from voc.domain.reviewing.tasks import LEASE
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError, InputError
from voc.services.reviews import answering
from voc.services.reviews.standing import check_marks, prolong, task_of, texts_of
from voc.storage.review_tasks import ReviewTasks

MARKED = Finding(Cause.RULE, "rule.fee", Kind.PAIN, "转账", (Evidence(1, 0, 2, "转账"),))


@pytest.fixture
def fed(desk: Desk) -> Desk:
    desk.feed([FAULT])
    desk.plan(1)
    return desk


def test_only_what_marks_words_is_held_against_the_text_until_the_answer_is_given(fed: Desk) -> None:
    marked = fed.answer("王检", PutFinding(MARKED))
    fed.rewrite(marked.contact_id, text="什么都转不了")
    draft = fed.run(lambda s: answering.reopen(s, marked.id, who="王检", at=fed.clock()))
    assert fed.change(draft, TellComment("看过了")).answer.comment == "看过了"
    for refused in (lambda: fed.change(draft, PutFinding(MARKED)), lambda: fed.submit(draft)):
        with pytest.raises(InputError, match="原文不符"):
            refused()


def test_the_texts_of_a_contact_are_read_for_a_review_that_marks_them(fed: Desk) -> None:
    bare = fed.change(fed.begin("王检"), TellDissatisfied(True))
    marked = fed.change(bare, PutFinding(MARKED))
    with fed.work() as session:
        assert texts_of(session, bare) == NO_TEXTS
        texts = texts_of(session, marked)
    assert texts.spoken[1] == "转账转不出去"
    check_marks(marked, texts)
    with pytest.raises(InputError, match="原文不符"):
        check_marks(marked, NO_TEXTS)


def test_a_loan_starts_anew_until_the_task_has_gone_to_somebody_else(fed: Desk) -> None:
    review = fed.begin("王检")
    late = fed.now + 2 * LEASE
    fed.run(lambda s: prolong(s, review, "王检", late))
    task = fed.run(lambda s: task_of(ReviewTasks(s), review))
    assert task.lease_until == late + LEASE
    fed.now = late + 2 * LEASE
    fed.begin("李检")
    for lost in (lambda s: prolong(s, review, "王检", fed.now), lambda s: task_of(ReviewTasks(s), review)):
        with pytest.raises(ConflictError, match="重新领取"):
            fed.run(lost)
