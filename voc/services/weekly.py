"""The weekly export: one workbook a department."""

from datetime import tzinfo
from pathlib import Path

from sqlalchemy.orm import Session

from voc.domain.attribution import AnalysisVersion
from voc.domain.business_object import BusinessObjectTable
from voc.domain.report import DepartmentMap, WeeklyReport, weekly_reports
from voc.domain.taxonomy import Taxonomy
from voc.domain.week import Week
from voc.errors import InputError
from voc.export.workbook import department_file_name, write_weekly_workbook
from voc.services.frequencies import HISTORY_WEEKS
from voc.storage.counting import ContactFilter, Counts
from voc.storage.versions import read_versions


def read_departments(path: Path) -> DepartmentMap:
    """The department table; InputError when it cannot be read or used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"无法读取部门对应表 {path}：{error.strerror}") from error
    except UnicodeDecodeError:
        raise InputError(f"部门对应表 {path} 不是 UTF-8") from None
    try:
        return DepartmentMap.parse(text)
    except InputError as error:
        raise InputError(f"{path.name}：{error}") from None


def build_weekly(
    session: Session,
    week: Week,
    *,
    departments: DepartmentMap,
    objects: BusinessObjectTable,
    zone: tzinfo,
    version: AnalysisVersion | None,
    agents: tuple[str, ...] | None = None,
) -> tuple[WeeklyReport, ...]:
    """One report a department, with twelve weeks of history; of these agents' calls where they are named."""
    since, _ = week.shifted(1 - HISTORY_WEEKS).bounds(zone)
    _, until = week.bounds(zone)
    counted = list(Counts(session).counted(ContactFilter(since=since, until=until, agents=agents)))
    return weekly_reports(counted, week=week, departments=departments, objects=objects, zone=zone, version=version)


def latest_version(session: Session) -> AnalysisVersion | None:
    """The version stored last; None before anything was analysed."""
    versions = read_versions(session)
    return versions[max(versions)] if versions else None


def export_weekly(
    reports: tuple[WeeklyReport, ...], folder: Path, *, taxonomy: Taxonomy, zone: tzinfo
) -> tuple[Path, ...]:
    """Write the workbooks of all departments that have contacts; returns their paths. A file is whole or not there."""
    wanted = [report for report in reports if report.history or report.contacts]
    try:
        if wanted:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"无法建立目录 {folder}：{error.strerror}") from error
    paths = [folder / department_file_name(report.department, report.week) for report in wanted]
    for report, path in zip(wanted, paths, strict=True):
        write_weekly_workbook(report, path, taxonomy=taxonomy, zone=zone)
    return tuple(paths)
