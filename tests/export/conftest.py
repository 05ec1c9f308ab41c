import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from voc.domain.report import WeeklyReport
from voc.export.workbook import write_weekly_workbook

from .builders import TAXONOMY, ZONE


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[WeeklyReport], Workbook]:
    """Write a report and read it back as a spreadsheet program would."""

    def open_report(report: WeeklyReport) -> Workbook:
        path = tmp_path / "week.xlsx"
        write_weekly_workbook(report, path, taxonomy=TAXONOMY, zone=ZONE)
        with warnings.catch_warnings():
            # openpyxl leaves out solid data bars, and says so.
            warnings.filterwarnings("ignore", message=".*extension is not supported")
            return load_workbook(path)

    return open_report
