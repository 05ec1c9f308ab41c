from sqlalchemy.orm import Session

from voc.domain.difference import Aspect, Compared
from voc.storage.analyses import Analyses
from voc.storage.differences import analysed_after, compared_after, count_analysed
from voc.storage.records import Records

from .builders import LATER, NOW, V1, V2, Record, analysis, call, claim, hashed, survey


def store(session: Session, *records: Record) -> tuple[int, ...]:
    return Records(session).store("crm", hashed(*records), at=NOW).contact_keys


def pairs(session: Session, *, after_key: int = 0, limit: int = 9) -> list[Compared]:
    return [pair for _, pair in compared_after(session, V2, after_key=after_key, limit=limit)]


def test_what_counts_stands_beside_what_another_version_says(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    analyses = Analyses(session)
    analyses.save([(key, 1, analysis("C-1", claim()))], at=NOW)
    assert pairs(session) == []
    analyses.add([(key, 1, analysis("C-1", claim(), claim("rule.channel"), version=V2))], at=LATER)
    (found,) = pairs(session)
    assert (found.source, found.contact_id, found.changed) == ("crm", "C-1", (Aspect.CAUSES, Aspect.FACTORS))
    assert (found.before.version, found.after.version) == (V1, V2)
    assert analyses.current(key) == analysis("C-1", claim())


def test_contacts_come_by_their_keys_a_page_at_a_time(session: Session) -> None:
    keys = store(session, *(call(f"C-{number}") for number in range(5)))
    analyses = Analyses(session)
    analyses.save([(key, 1, analysis(f"C-{key}")) for key in keys], at=NOW)
    analyses.add([(key, 1, analysis(f"C-{key}", version=V2)) for key in keys], at=NOW)
    first = compared_after(session, V2, after_key=0, limit=3)
    assert [key for key, _ in first] == list(keys[:3])
    assert [key for key, _ in compared_after(session, V2, after_key=keys[2], limit=3)] == list(keys[3:])


def test_only_contacts_as_they_are_now_are_compared(session: Session) -> None:
    changed, joined, bare = store(session, call("C-1"), survey("S-1"), call("C-3"))
    analyses = Analyses(session)
    for version, save in ((V1, analyses.save), (V2, analyses.add)):
        save([(key, 1, analysis("X", version=version)) for key in (changed, joined)], at=NOW)
    analyses.add([(bare, 1, analysis("C-3", version=V2))], at=NOW)
    assert len(pairs(session)) == 2
    store(session, call("C-1", "又说了别的"), survey("S-1", "C-3"))
    assert pairs(session) == []


def test_what_lies_beside_counts_once_it_is_made_current(session: Session) -> None:
    (key,) = store(session, call("C-1"))
    analyses = Analyses(session)
    analyses.save([(key, 1, analysis("C-1", claim()))], at=NOW)
    assert analyses.add([(key, 1, analysis("C-1", version=V2))], at=LATER) == 1
    assert analyses.add([(key, 1, analysis("C-1", version=V2))], at=LATER) == 0
    assert analyses.make_current(V2) == 1
    assert analyses.current(key) == analysis("C-1", version=V2)


def test_contacts_for_which_an_analysis_counts_come_by_their_keys(session: Session) -> None:
    changed, joined, bare, *keys = store(session, call("C-1"), survey("S-1"), call("C-3"), call("C-4"), call("C-5"))
    analyses = Analyses(session)
    analyses.save([(key, 1, analysis("X")) for key in (changed, joined, *keys)], at=NOW)
    analyses.add([(bare, 1, analysis("X"))], at=NOW)
    store(session, call("C-1", "又说了别的"), survey("S-1", "C-3"))
    assert analysed_after(session, after_key=0, limit=9) == tuple(keys)
    assert analysed_after(session, after_key=0, limit=1) == (keys[0],)
    assert analysed_after(session, after_key=keys[0], limit=9) == (keys[1],)
    assert count_analysed(session) == 2
