"""One workbook for one department and week."""

import hashlib
import re
import unicodedata
from datetime import datetime, time, tzinfo
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from xlsxwriter.workbook import Workbook

from voc.domain.attribution import Kind
from voc.domain.report import WeeklyReport
from voc.domain.taxonomy import Taxonomy
from voc.domain.week import Week
from voc.export.atomic import replace_file
from voc.export.cells import cell_text
from voc.export.detail_sheet import write_details
from voc.export.notes_sheet import write_notes
from voc.export.overview_sheet import write_overview
from voc.export.points_sheet import write_points
from voc.export.style import Styles
from voc.export.trend_sheet import write_trend

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_NAME_LENGTH = 40


def write_weekly_workbook(report: WeeklyReport, path: Path, *, taxonomy: Taxonomy, zone: tzinfo) -> None:
    """Write a report as XLSX, whole or not at all; the same report gives the same bytes.

    Raises
    ------
    InputError
        The file cannot be written.
    TaxonomyError
        A finding has a factor that the taxonomy does not know.
    """
    with replace_file(path) as stream:
        whole = BytesIO()
        book = _workbook(report, whole)
        styles = Styles.of(book)
        write_overview(book, styles, report, taxonomy)
        for kind in Kind:
            write_points(book, styles, report, taxonomy, kind=kind)
        write_trend(book, styles, report, taxonomy)
        write_details(book, styles, report, taxonomy, zone=zone)
        write_notes(book, styles, report, taxonomy, zone=zone)
        book.close()
        stream.write(whole.getbuffer())


def department_file_name(department: str, week: Week) -> str:
    """A file name that every system takes, another one for each department.

    A name with signs or with small letters (some systems take them for capitals) or a long one gets a digest of the
    whole name, set off by `_`, which no plain name has.

    >>> department_file_name("信用卡中心", Week(2026, 45))
    '2026-W45_信用卡中心.xlsx'
    >>> department_file_name("../零售/对公", Week(2026, 45))
    '2026-W45_零售-对公_b81d6f2fbb62.xlsx'
    """
    if _is_plain(department):
        return f"{week}_{department}.xlsx"
    digest = hashlib.sha256(department.encode("utf8", "surrogatepass")).hexdigest()[:12]
    readable = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", department))[:_NAME_LENGTH].strip("-")
    return f"{week}_{readable}_{digest}.xlsx"


def _is_plain(name: str) -> bool:
    return name.isalnum() and len(name) <= _NAME_LENGTH and name == unicodedata.normalize("NFKC", name).upper()


def _workbook(report: WeeklyReport, stream: BinaryIO) -> Workbook:
    book = Workbook(stream, _OPTIONS)
    book.set_size(2400, 1500)
    book.set_properties(
        {
            "title": cell_text(f"客户之声周报 · {report.department} · {report.week}"),
            "created": datetime.combine(report.week.monday, time()),  # fixed, so that the bytes are
        }
    )
    return book
