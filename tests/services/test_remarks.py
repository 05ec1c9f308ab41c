from collections.abc import Callable

import pytest

from tests.planning import make_plan
from tests.services.reviews.desk import FAULT, Desk
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.appeals import Move
from voc.domain.reviewing.changes import PutFinding, TellComment, TellDissatisfied
from voc.domain.reviewing.plans import Criteria
from voc.domain.reviewing.sampling import Design
from voc.domain.taxonomy import Cause
from voc.services.remarks import masked
from voc.services.reviews.adjudicating import adjudicate, begin_adjudication
from voc.services.reviews.appealing import accept_appeal, assign_appeal, file_appeal, move_appeal
from voc.services.reviews.calibrating import open_calibration
from voc.services.reviews.planning import Wish
from voc.storage.adjudications import Adjudications
from voc.storage.appeals import Appeals
from voc.storage.calibrations import Calibrations
from voc.storage.review_plans import SamplingPlans
from voc.storage.reviews import Reviews

MANNER = PutFinding(Finding(Cause.PERSON, "person.attitude", Kind.PAIN, None))
HEARD = "客户说她叫佟福来，电话13800138000"
SHOWN = "客户说她叫***，电话***********"


@pytest.mark.parametrize(
    "words",
    ["请再听 03:12 起的一段，客服没有打断", "十一月第一周", "规定如此，我照章说明", "手续费 25.80 元，扣了 3 次"],
)
def test_what_names_nobody_stays_as_it_is(words: str) -> None:
    assert masked(words) == words


def test_masking_twice_changes_nothing() -> None:
    assert masked(HEARD) == masked(SHOWN) == SHOWN


def planned(desk: Desk) -> str:
    wish = Wish(HEARD, Criteria(), Design(1, seed="s"))
    with desk.work() as session:
        made = make_plan(session, wish, by="赵主管", at=desk.clock(), new_id=desk.new_id, language=None)  # type: ignore[arg-type]
        return SamplingPlans(session).read(made.id).name


def calibrated(desk: Desk) -> str:
    with desk.work() as session:
        opened = open_calibration(
            session, HEARD, expert="张检", inspectors=["李检"], contact_keys=[1], by="赵主管", at=desk.clock(),
            new_id=desk.new_id,
        )  # fmt: skip
        return Calibrations(session).get(opened.id).name


def commented(desk: Desk) -> str:
    """With its history, which keeps what was undone."""
    desk.plan(1)
    given = desk.answer("王检", TellDissatisfied(False), TellComment(HEARD))
    with desk.work() as session:
        (step,) = [one.step for one in Reviews(session).events(given.id) if isinstance(one.step, TellComment)]
        assert step.comment == SHOWN
        return Reviews(session).read(given.id).answer.comment


def adjudicated(desk: Desk) -> str:
    desk.plan(1, double=1.0)
    desk.answer("王检", MANNER)
    desk.answer("李检", TellDissatisfied(False))
    with desk.work() as session:
        (found,) = Adjudications(session).pending()
        at, side = desk.clock(), found.first_review
        draft = begin_adjudication(session, found.id, lead="赵主管", at=at, new_id=desk.new_id, side=side)
        adjudicate(session, found.id, draft.id, lead="赵主管", at=at, reason=HEARD)
        return Adjudications(session).read(found.id).reason


@pytest.mark.parametrize("written", [planned, calibrated, commented, adjudicated])
def test_what_people_write_is_stored_without_personal_data(desk: Desk, written: Callable[[Desk], str]) -> None:
    desk.feed([FAULT])
    assert written(desk) == SHOWN


def test_so_is_every_reason_of_an_appeal(desk: Desk) -> None:
    (key,) = desk.feed([FAULT])
    with desk.work() as session:
        id = file_appeal(session, key, agent="周席", at=desk.clock(), reason=HEARD, new_id=desk.new_id).id
        move_appeal(session, id, Move.FORWARD, by="孙班长", at=desk.clock(), reason=HEARD)
        assign_appeal(session, id, inspector="李检", by="赵主管", at=desk.clock(), new_id=desk.new_id)
    desk.answer("李检")
    with desk.work() as session:
        accept_appeal(session, id, by="赵主管", at=desk.clock(), reason=HEARD)
        stored = [step.reason for step in Appeals(session).read(id).steps]
    assert stored == [SHOWN, SHOWN, "", "", SHOWN]
