from pathlib import Path

import pytest

from tests.inputs import FAULT, PRAISE, RULE, answer, write
from tests.services.stores import SHANGHAI, Store
from voc.domain.business_object import BusinessObjectTable
from voc.domain.report import DepartmentMap, WeeklyReport
from voc.domain.taxonomy import Taxonomy
from voc.domain.week import Week
from voc.errors import InputError
from voc.services.frequencies import HISTORY_WEEKS
from voc.services.weekly import build_weekly, export_weekly, latest_version, read_departments

WEEK = Week(2026, 46)
DEPARTMENTS = """
fallback = "运营部"
[[route]]
factors = ["product.*"]
departments = "科技部"
[[route]]
queues = ["信用卡"]
departments = "卡部"
"""


@pytest.fixture
def fed(store: Store, tmp_path: Path) -> Store:
    def at(day: str) -> str:
        return f"{day}T12:00:00+08:00"

    store.feed(
        write(
            tmp_path / "a.jsonl",
            answer("S-1", FAULT, answered_at=at("2026-11-09")),
            answer("S-2", FAULT + "！", answered_at=at("2026-11-02")),
            answer("S-3", RULE, answered_at=at("2026-11-15")),
            answer("S-4", FAULT + "？", answered_at=at("2026-11-16")),
            answer("S-5", PRAISE, answered_at=at("2026-08-23")),
            answer("S-6", PRAISE, answered_at=at("2026-08-24")),
        )
    )
    return store


def reports(store: Store, objects: BusinessObjectTable, week: Week = WEEK) -> tuple[WeeklyReport, ...]:
    with store.work() as session:
        return build_weekly(
            session,
            week,
            departments=DepartmentMap.parse(DEPARTMENTS),
            objects=objects,
            zone=SHANGHAI,
            version=latest_version(session),
        )


def test_every_department_has_its_week_and_the_weeks_before(fed: Store, business_objects: BusinessObjectTable) -> None:
    found = {report.department: report for report in reports(fed, business_objects)}
    assert [c.contact_id for c in found["科技部"].contacts] == ["S-1"]
    assert [c.contact_id for c in found["运营部"].contacts] == ["S-3"]
    assert found["卡部"].contacts == ()
    assert found["科技部"].history[0].trend.weekly_counts == (1, 1)
    assert found["科技部"].version == fed.engine.version


def test_the_history_is_twelve_weeks(fed: Store, business_objects: BusinessObjectTable) -> None:
    first = WEEK.shifted(1 - HISTORY_WEEKS)
    assert first == Week(2026, 35)
    found = reports(fed, business_objects, Week(2026, 45))
    assert {c.contact_id for report in found for c in report.contacts} == {"S-2"}


def test_workbooks_are_written_for_departments_with_contacts_only(
    fed: Store, business_objects: BusinessObjectTable, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    written = export_weekly(reports(fed, business_objects), tmp_path / "深" / "目录", taxonomy=taxonomy, zone=SHANGHAI)
    assert sorted(written) == sorted((tmp_path / "深" / "目录").iterdir())
    assert len(written) == 2
    assert all(path.read_bytes().startswith(b"PK") for path in written)


def test_a_folder_that_cannot_be_made_is_refused(
    fed: Store, business_objects: BusinessObjectTable, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="无法建立目录"):
        export_weekly(reports(fed, business_objects), tmp_path / "file", taxonomy=taxonomy, zone=SHANGHAI)


def test_without_contacts_no_folder_is_made(taxonomy: Taxonomy, tmp_path: Path) -> None:
    assert export_weekly((), tmp_path / "out", taxonomy=taxonomy, zone=SHANGHAI) == ()
    assert not (tmp_path / "out").exists()


def test_before_any_analysis_there_is_no_version(store: Store) -> None:
    with store.work() as session:
        assert latest_version(session) is None


def test_a_department_table_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    path.write_text(DEPARTMENTS, encoding="utf-8-sig")
    assert read_departments(path).departments == ("科技部", "卡部", "运营部")


def test_a_department_table_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="无法读取部门对应表"):
        read_departments(tmp_path / "none.toml")
    (tmp_path / "d.toml").write_bytes(DEPARTMENTS.encode("gb18030"))
    with pytest.raises(InputError, match="不是 UTF-8"):
        read_departments(tmp_path / "d.toml")
    (tmp_path / "d.toml").write_text("fallback = 其他", encoding="utf-8")
    with pytest.raises(InputError, match=r"^d\.toml：部门对应表不是有效的 TOML：第 1 行第 12 列：缺少值，或值写得不对"):
        read_departments(tmp_path / "d.toml")
