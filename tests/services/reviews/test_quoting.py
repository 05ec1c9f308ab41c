from tests.services.reviews.desk import FAULT, Desk
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.services.auditing import Stamp
from voc.services.reviews.quoting import KIND, note_quoted, quoted_keys, quotes
from voc.storage.audit import AuditLog
from voc.storage.reviews import Reviews

WORDLESS = PutFinding(Finding(FAULT.cause, FAULT.factor, Kind.PAIN, None))
QUOTING = PutFinding(Finding(FAULT.cause, FAULT.factor, Kind.PAIN, None, FAULT.evidence))


def test_a_review_quotes_its_contact_by_its_evidence_and_each_contact_is_told_once(desk: Desk) -> None:
    desk.feed([FAULT], [FAULT], [FAULT])
    desk.plan(3)
    told = (TellDissatisfied(False), WORDLESS, QUOTING)
    silent, wordless, quoting = (desk.answer("王检", one) for one in told)
    assert quoted_keys([silent, wordless]) == ()
    assert quoted_keys([silent, quoting, quoting]) == (quoting.contact_key,)
    events = [desk.run(lambda s, id=one.id: Reviews(s).events(id)) for one in (silent, wordless, quoting)]
    assert [quotes(one) for one in events] == [False, False, True]


def test_a_reading_holds_ids_alone(desk: Desk) -> None:
    at = desk.clock()
    desk.run(lambda s: note_quoted(s, Stamp("u-1", at), [3, 4]))
    found = desk.run(lambda s: AuditLog(s).accesses(at, desk.clock()))
    assert [(one.actor_id, one.kind, one.contact_id) for one in found] == [("u-1", KIND, 3), ("u-1", KIND, 4)]
