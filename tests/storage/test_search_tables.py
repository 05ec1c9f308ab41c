import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voc.storage.bulk import insert_rows
from voc.storage.records import Records
from voc.storage.search_tables import SearchTextRow

from .builders import NOW, hashed, survey


def test_a_text_is_indexed_once(session: Session) -> None:
    (key,) = Records(session).store("crm", hashed(survey("S-1")), at=NOW).contact_keys
    with pytest.raises(IntegrityError):
        insert_rows(session, SearchTextRow, [{"record_id": key, "revision": 1, "position": -1}])
