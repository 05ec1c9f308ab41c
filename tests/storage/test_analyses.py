import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voc.errors import NotFoundError
from voc.storage.analyses import Analyses, AnalysisEntry, read_attributions
from voc.storage.records import Records
from voc.storage.tables import AnalysisRow

from .builders import LATER, NOW, V1, V2, Record, analysis, call, claim, hashed, survey


def store(session: Session, *records: Record) -> tuple[int, ...]:
    return Records(session).store("crm", hashed(*records), at=NOW).contact_keys


def test_a_saved_analysis_is_the_current_one(session: Session) -> None:
    keys = store(session, call("C-1"), survey("S-1"))
    claimed = analysis("C-1", claim(), claim("rule.channel", 0.4))
    assert Analyses(session).save([(keys[0], 1, claimed)], at=NOW) == 1
    assert Analyses(session).current(keys[0]) == claimed
    assert Analyses(session).current(keys[1]) is None


def test_saving_again_keeps_what_is_stored(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    first, second = analysis("C-1", claim()), analysis("C-1")
    analyses = Analyses(session)
    assert analyses.save([(key, 1, first), (key, 1, second)], at=NOW) == 1
    assert analyses.save([(key, 1, second)], at=LATER) == 0
    assert analyses.current(key) == first
    assert analyses.history(key) == (AnalysisEntry(1, V1, NOW),)


def test_the_last_version_saved_counts(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    old, new = analysis("C-1", claim()), analysis("C-1", version=V2)
    Analyses(session).save([(key, 1, old), (key, 1, new)], at=NOW)
    assert Analyses(session).current(key) == new
    Analyses(session).save([(key, 1, old)], at=LATER)
    assert Analyses(session).current(key) == old


def test_no_analysis_of_an_earlier_make_up_is_current(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    analyses = Analyses(session)
    analyses.save([(key, 1, analysis("C-1", claim()))], at=NOW)
    store(session, survey("S-1", "C-1"))
    assert analyses.current(key) is None
    analyses.save([(key, 2, analysis("C-1"))], at=LATER)
    analyses.save([(key, 1, analysis("C-1", version=V2))], at=LATER)
    assert analyses.current(key) == analysis("C-1")


def test_history_lists_everything_in_the_order_of_storing(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    analyses = Analyses(session)
    analyses.save([(key, 1, analysis("C-1", version=V2))], at=NOW)
    store(session, call("C-1", "新话"))
    analyses.save([(key, 2, analysis("C-1"))], at=LATER)
    assert analyses.history(key) == (AnalysisEntry(1, V2, NOW), AnalysisEntry(2, V1, LATER))
    assert analyses.history(key + 1) == ()


def test_each_analysis_can_be_read(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    claimed = [analysis("C-1", claim()), analysis("C-1", claim("rule.channel"), version=V2)]
    Analyses(session).save([(key, 1, found) for found in claimed], at=NOW)
    assert [Analyses(session).read(key, 1, version) for version in (V1, V2)] == claimed


@pytest.mark.parametrize(("revision", "version"), [(2, V1), (1, V2)])
def test_an_analysis_that_was_not_made_is_not_found(session: Session, revision: int, version: object) -> None:
    (key,) = store(session, call("C-1"))
    Analyses(session).save([(key, 1, analysis("C-1"))], at=NOW)
    with pytest.raises(NotFoundError, match="没有版本"):
        Analyses(session).read(key, revision, version)


def test_returning_to_a_version_makes_its_analyses_current(session: Session) -> None:
    keys = store(session, call("C-1"), call("C-2"), call("C-3"))
    analyses = Analyses(session)
    analyses.save([(keys[0], 1, analysis("C-1")), (keys[1], 1, analysis("C-2"))], at=NOW)
    analyses.save([(key, 1, analysis(f"C-{n}", claim(), version=V2)) for n, key in enumerate(keys, 1)], at=NOW)
    store(session, call("C-2", "新话"))
    assert analyses.make_current(V1) == 1
    assert analyses.current(keys[0]) == analysis("C-1")
    assert analyses.current(keys[2]) == analysis("C-3", claim(), version=V2)
    assert analyses.make_current(V1) == 0


def test_a_version_that_never_ran_cannot_become_current(session: Session) -> None:
    assert Analyses(session).make_current(V1) == 0


def test_nothing_to_save_is_nothing(session: Session) -> None:
    assert Analyses(session).save([], at=NOW) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(AnalysisRow)) == 0


def test_an_analysis_of_no_contact_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError):
        Analyses(session).save([(99, 1, analysis("C-1"))], at=NOW)


def test_attributions_are_read_in_bulk_in_their_order(session: Session) -> None:
    keys = store(session, *(survey(f"S-{n}") for n in range(1100)))
    claims = claim(), claim("rule.channel", 0.4, "去网点")
    saved = [(key, 1, analysis(f"S-{n}", *claims[: n % 3])) for n, key in enumerate(keys)]
    Analyses(session).save(saved, at=NOW)
    found = read_attributions(session, session.scalars(sa.select(AnalysisRow.id)).all())
    contacts = dict(session.execute(sa.select(AnalysisRow.id, AnalysisRow.contact_id)).all())
    assert {contacts[key]: tuple(read) for key, read in found.items()} == {
        key: claimed.attributions for key, _, claimed in saved if claimed.attributions
    }
