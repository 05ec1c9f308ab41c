"""痛点 and 痒点: every point of the week, with a chart of the most frequent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from voc.domain.attribution import Kind
from voc.domain.painpoint import ItchPoint, PainPoint, PointKey, Trend
from voc.domain.report import WeeklyReport
from voc.domain.taxonomy import Taxonomy
from voc.export.cells import Column, Value, cell_text, write_cell, write_header, write_rows
from voc.export.labels import (
    change_interval_label,
    object_label,
    point_label,
    share_interval_label,
    trend_label,
    week_label,
)
from voc.export.style import CAUSE_COLOURS, FONT, INK, QUIET, Styles, data_bar, print_landscape

CHARTED = 10
_HEADER = 3
_COUNTED, _WEIGHTED = "接触数", "加权数"
_NO_TREND = Trend((), (), 0.0, (-1.0, 1.0))


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A point of the week, and where it goes seen over all weeks."""

    rank: int
    point: PainPoint | ItchPoint
    trend: Trend

    @property
    def comparable(self) -> bool:
        return len(self.trend.weeks) > 1


def write_points(book: Workbook, styles: Styles, report: WeeklyReport, taxonomy: Taxonomy, *, kind: Kind) -> None:
    """Add the sheet of one kind of point."""
    sheet = book.add_worksheet(kind.label)
    print_landscape(sheet, header_row=_HEADER)
    sheet.set_row(0, 30)
    write_cell(sheet, 0, 0, f"{kind.label} · {report.department}", styles.title)
    write_cell(
        sheet, 1, 0, f"{week_label(report.week)}；占比的分母是本周已有判定的接触，待人工的不计。", styles.subtitle
    )
    rows = _ranked(report, kind)
    columns = _columns(styles, taxonomy, weighted=any(_is_shared(row) for row in rows))
    write_header(sheet, _HEADER, 0, columns, styles.head)
    sheet.set_row(_HEADER, 36)
    sheet.freeze_panes(_HEADER + 1, 2)
    if not rows:
        write_cell(sheet, _HEADER + 1, 0, f"本周没有可计数的{kind.label}。", styles.note)
        return
    write_rows(sheet, _HEADER + 1, 0, columns, rows, fitted=True)
    sheet.autofilter(_HEADER, 0, _HEADER + len(rows), len(columns) - 1)
    titles = [column.title for column in columns]
    counted = titles.index(_WEIGHTED if _WEIGHTED in titles else _COUNTED)
    for column in range(titles.index(_COUNTED), counted + 1):
        data_bar(sheet, _HEADER + 1, column, _HEADER + len(rows))
    _write_chart(book, sheet, kind, rows[:CHARTED], counted, titles, taxonomy)


def _ranked(report: WeeklyReport, kind: Kind) -> list[_Ranked]:
    trends: Mapping[PointKey, Trend] = {point.key: point.trend for point in report.history}
    own = [point for point in report.points if point.key.kind is kind]
    return [_Ranked(rank, point, trends.get(point.key, _NO_TREND)) for rank, point in enumerate(own, 1)]


def _is_shared(row: _Ranked) -> bool:
    return row.point.weighted_count != row.point.contact_count


def _columns(styles: Styles, taxonomy: Taxonomy, *, weighted: bool) -> tuple[Column[_Ranked], ...]:
    def column(title: str, width: float, value: Callable[[_Ranked], Value], style: Format) -> Column[_Ranked]:
        return Column(title, width, value, lambda _: style)

    def change_style(row: _Ranked) -> Format:
        return styles.direction[row.trend.direction]

    weights: Column[_Ranked] = Column(
        _WEIGHTED, 9, lambda row: row.point.weighted_count, lambda row: styles.number(row.point.weighted_count)
    )
    return (
        column("名次", 6, lambda row: row.rank, styles.centred),
        column("业务对象", 16, lambda row: object_label(row.point.key.business_object), styles.text),
        column("因子", 11, lambda row: taxonomy.factor_label(row.point.key.factor or None), styles.text),
        Column(
            "原因",
            15,
            lambda row: taxonomy.cause_label(row.point.key.cause),
            lambda row: styles.cause[row.point.key.cause],
        ),
        column(_COUNTED, 9, lambda row: row.point.contact_count, styles.count),
        *((weights,) if weighted else ()),
        column("其中人工复核", 9, lambda row: row.point.reviewed_count, styles.count),
        column("占比", 9, lambda row: row.point.share, styles.share),
        column("占比的\n95% 区间", 16, lambda row: share_interval_label(row.point.interval), styles.centred),
        Column("趋势", 14, lambda row: trend_label(row.trend), change_style),
        column("占比变化\n（百分点）", 12, _change, styles.points),
        column("变化的 95% 区间\n（百分点）", 16, _change_interval, styles.centred),
        column("客户原话（新的在前）", 48, _quotes, styles.text),
    )


def _change(row: _Ranked) -> Value:
    return round(row.trend.change * 100, 2) if row.comparable else None


def _change_interval(row: _Ranked) -> Value:
    return change_interval_label(row.trend.change_interval) if row.comparable else None


def _quotes(row: _Ranked) -> Value:
    return "\n".join(f"“{quote}”" for quote in row.point.quotes)


def _write_chart(
    book: Workbook,
    sheet: Worksheet,
    kind: Kind,
    rows: Sequence[_Ranked],
    counted: int,
    titles: Sequence[str],
    taxonomy: Taxonomy,
) -> None:
    """Bars right of the table; their names stand in a hidden column."""
    right = len(titles)
    for place, row in enumerate(rows, _HEADER + 1):
        sheet.write_string(place, right, cell_text(point_label(row.point.key, taxonomy)))
    sheet.set_column(right, right, None, None, {"hidden": True})
    sheet.set_column(right + 1, right + 1, 2)
    last, title = _HEADER + len(rows), f"最多的{kind.label}（{titles[counted]}）"
    chart = book.add_chart({"type": "bar"})
    chart.show_hidden_data()
    chart.add_series(
        {
            "name": title,
            "categories": [kind.label, _HEADER + 1, right, last, right],
            "values": [kind.label, _HEADER + 1, counted, last, counted],
            "points": [{"fill": {"color": CAUSE_COLOURS[row.point.key.cause]}} for row in rows],
            "data_labels": {"value": True, "font": {"name": FONT, "size": 9, "color": INK}},
            "gap": 45,
        }
    )
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 12, "color": INK}})
    axis = {"num_font": {"name": FONT, "size": 9, "color": INK}, "line": {"color": QUIET}, "major_tick_mark": "none"}
    chart.set_y_axis(axis | {"reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 520, "height": 80 + 34 * len(rows)})
    sheet.insert_chart(_HEADER, right + 2, chart, {"object_position": 2, "description": title})
