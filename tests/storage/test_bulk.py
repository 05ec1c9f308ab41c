import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from voc.storage.bulk import batches, insert_rows, inserted_keys, rows_in, update_rows
from voc.storage.tables import AnalysisVersionRow, ContactRow, RecordRow

from .builders import NOW

PARTS = "code", "model", "rules", "dictionary", "taxonomy"
RECORD = {"source": "crm", "kind": "conversation", "external_id": "C-1", "revision": 1, "content_hash": ""} | {
    "stored_at": NOW,
    "changed_at": NOW,
}


def versions(count: int) -> list[dict[str, object]]:
    return [dict.fromkeys(PARTS, "1") | {"code": f"{number:05}"} for number in range(count)]


@given(values=st.lists(st.integers()), size=st.integers(1, 9))
def test_batches_hold_everything_in_order_and_are_full_but_the_last(values: list[int], size: int) -> None:
    found = list(batches(values, size))
    assert [value for batch in found for value in batch] == values
    assert all(len(batch) == size for batch in found[:-1])
    assert all(0 < len(batch) <= size for batch in found)


def test_more_rows_than_a_statement_takes_variables_go_in_and_come_out(session: Session) -> None:
    keys = inserted_keys(session, AnalysisVersionRow, versions(20_000), ("code",))
    assert [keys[f"{number:05}",] for number in range(20_000)] == sorted(keys.values())
    columns = sa.select(AnalysisVersionRow.id, AnalysisVersionRow.code)
    found = {row.code: row.id for row in rows_in(session, columns, AnalysisVersionRow.id, keys.values())}
    assert {(code,): key for code, key in found.items()} == keys


def test_a_key_asked_for_twice_is_found_once(session: Session) -> None:
    insert_rows(session, AnalysisVersionRow, versions(2))
    columns = sa.select(AnalysisVersionRow.code)
    wanted = ["00001"] * 700 + ["00000"]
    assert sorted(row.code for row in rows_in(session, columns, AnalysisVersionRow.code, wanted)) == ["00000", "00001"]


def test_only_the_named_columns_of_the_named_rows_change(session: Session) -> None:
    first, second = inserted_keys(session, AnalysisVersionRow, versions(2), ("code",)).values()
    update_rows(session, AnalysisVersionRow, [{"id": second, "model": "new"}])
    columns = sa.select(AnalysisVersionRow.id, AnalysisVersionRow.code, AnalysisVersionRow.model)
    found = session.execute(columns.order_by(AnalysisVersionRow.id)).all()
    assert [tuple(row) for row in found] == [(first, "00000", "1"), (second, "00001", "new")]


@pytest.mark.parametrize("count", [1, 2], ids=["one", "several"])
def test_rows_come_back_as_they_went_in_whatever_they_hold(session: Session, count: int) -> None:
    (key,) = inserted_keys(session, AnalysisVersionRow, versions(1), ("code",)).values()
    records = [RECORD | {"external_id": f"C-{number}"} for number in range(count)]
    keys = inserted_keys(session, RecordRow, records, ("external_id",)).values()
    contact = {"revision": 1, "fingerprint": "", "occurred_at": None, "queue": "a\tb\\N\n", "channel": ""}
    contact |= {"satisfaction": -0.1, "answered": False, "version_id": key, "dissolved_at": NOW}
    rows = [{"id": record} | contact | {"stored_at": NOW, "changed_at": NOW} for record in keys]
    insert_rows(session, ContactRow, rows)
    found = session.execute(sa.select(ContactRow.__table__).order_by(ContactRow.id))
    assert [row._asdict() for row in found] == rows


def test_nothing_to_write_asks_nothing_of_the_database() -> None:
    unbound = Session()
    insert_rows(unbound, AnalysisVersionRow, [])
    update_rows(unbound, AnalysisVersionRow, [])
    assert inserted_keys(unbound, AnalysisVersionRow, [], ("code",)) == {}
