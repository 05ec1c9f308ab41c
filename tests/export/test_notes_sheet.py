from collections.abc import Callable
from dataclasses import replace

from openpyxl import Workbook

from voc.domain.report import WeeklyReport

from .builders import contact, report_of

Opened = Callable[[WeeklyReport], Workbook]


def meanings(book: Workbook) -> dict[object, object]:
    return dict(book["说明"].iter_rows(min_row=3, max_col=2, values_only=True))


def test_words_that_the_other_sheets_use_are_explained(opened: Opened) -> None:
    known = meanings(opened(report_of(contact("C-1"))))
    assert {"接触", "不满意", "座席无责", "95% 区间", "趋势", "待人工", "未说明原因", "占比"} <= set(known)
    assert "不计入" in str(known["待人工"])
    assert "会有错" in str(known["机器判断 / 人工复核"])
    assert "Asia/Shanghai" in str(known["时间"])


def test_what_made_the_numbers_is_named(opened: Opened) -> None:
    known = meanings(opened(report_of(contact("C-1"))))
    assert [known[f"分析版本 · {part}"] for part in ("程序", "模型", "规则", "词典", "分类表")] == [
        "0.1.0",
        "causes-7f3a",
        "rules-12",
        "dict-9",
        "1.0",
    ]


def test_a_missing_version_is_said(opened: Opened) -> None:
    assert meanings(opened(replace(report_of(), version=None)))["分析版本"] == "没有记录"
