from sqlalchemy.orm import Session

from voc.domain.conversation import Conversation
from voc.storage.reading import read_outlines, read_records
from voc.storage.records import Records

from .builders import NOW, call, hashed, survey


def test_each_record_is_read_at_its_own_revision(session: Session) -> None:
    first, second = call("C-1", "一"), survey("S-1")
    keys = Records(session).store("crm", hashed(first, second), at=NOW).contact_keys
    Records(session).store("crm", hashed(call("C-1", "二"), survey("S-1", score=1)), at=NOW)
    assert read_records(session, dict.fromkeys(keys, 1)) == {keys[0]: first, keys[1]: second}
    assert read_records(session, {keys[0]: 2, keys[1]: 1}) == {keys[0]: call("C-1", "二"), keys[1]: second}


def test_what_is_not_there_is_left_out(session: Session) -> None:
    (key,) = Records(session).store("crm", hashed(call("C-1")), at=NOW).contact_keys
    assert read_records(session, {key: 2, key + 1: 1}) == {}


def test_an_outline_has_everything_but_the_utterances(session: Session) -> None:
    whole = call("C-1", survey=survey("C-1", "C-1", score=1, embedded=True))
    (key,) = Records(session).store("crm", hashed(whole), at=NOW).contact_keys
    outline = read_outlines(session, {key: 1})[key]
    assert isinstance(outline, Conversation)
    assert (outline.id, outline.started_at, outline.survey) == (whole.id, whole.started_at, whole.survey)
    assert [u.text for u in outline.utterances] == [""]
