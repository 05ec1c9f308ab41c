import pytest
from sqlalchemy.orm import Session

from tests.storage.builders import LATER, NOW
from tests.storage.reviewing import contacts, draft
from voc.domain.reviewing.comparing import Adjudication, Disputed
from voc.errors import NotFoundError
from voc.storage.adjudications import Adjudications


def test_a_disagreement_waits_until_it_is_decided(session: Session) -> None:
    (key,) = contacts(session)
    for id, who in (("R-1", "王检"), ("R-2", "李检"), ("R-3", "赵主管")):
        draft(session, key, id, who)
    parts = (Disputed.CAUSES, Disputed.PRIMARY)
    found = Adjudication("D-1", key, "R-1", "R-2", parts, NOW, ("王检", "李检"))
    adjudications = Adjudications(session)
    adjudications.open(found)
    assert adjudications.pending() == (found,)
    assert (adjudications.about("R-1"), adjudications.about("R-2")) == (found, found)
    assert adjudications.about("R-3") is None
    decided = found.decided_by("赵主管", "R-3", at=LATER, reason="听了录音")
    adjudications.decide(decided)
    assert adjudications.read("D-1") == decided
    assert adjudications.pending() == ()


def test_an_unknown_disagreement_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError, match="D-9"):
        Adjudications(session).read("D-9")


def test_disagreements_come_in_pages_the_oldest_first(session: Session) -> None:
    (key,) = contacts(session)
    for n in range(6):
        draft(session, key, f"R-{n}", f"检{n}")
    adjudications = Adjudications(session)
    opened = [
        Adjudication(
            f"D-{n}", key, f"R-{2 * n}", f"R-{2 * n + 1}", (Disputed.CAUSES,), at, (f"检{2 * n}", f"检{2 * n + 1}")
        )
        for n, at in enumerate((LATER, NOW, NOW))
    ]
    for one in opened:
        adjudications.open(one)
    late, first, second = opened
    assert adjudications.page(decided=False, limit=2) == (first, second)
    assert adjudications.page(decided=False, after=(NOW, "D-1"), limit=2) == (second, late)
    assert adjudications.page(decided=False, after=(LATER, "D-0"), limit=2) == ()
    decided = first.decided_by("赵主管", "R-0", at=LATER, reason="听了录音")
    adjudications.decide(decided)
    assert adjudications.page(decided=True, limit=9) == (decided,)
    assert adjudications.page(decided=False, limit=9) == (second, late)
