"""趋势: the most frequent points, week by week."""

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from voc.domain.attribution import Kind
from voc.domain.painpoint import Direction, ItchPoint, PainPoint, Trend
from voc.domain.report import WeeklyReport
from voc.domain.taxonomy import Cause, Taxonomy
from voc.domain.week import Week
from voc.export.cells import display_width, write_cell
from voc.export.labels import NOT_DECIDED, point_label, trend_label, week_label
from voc.export.style import CAUSE_COLOURS, FONT, INK, QUIET, RULE, Styles, data_bar, heat, print_landscape, shade

SHEET = "趋势"
CHARTED = 10
_HEADER, _FIRST_WEEK = 3, 4
_DASHES = ("solid", "dash", "round_dot", "long_dash")
_MARKERS = ("circle", "square", "diamond", "triangle")


def write_trend(book: Workbook, styles: Styles, report: WeeklyReport, taxonomy: Taxonomy) -> None:
    """Add the sheet: the ten most frequent points of all weeks up to this one, counts a week, with a line chart."""
    sheet = book.add_worksheet(SHEET)
    print_landscape(sheet, header_row=_HEADER)
    sheet.set_row(0, 30)
    write_cell(sheet, 0, 0, f"趋势 · {report.department}", styles.title)
    write_cell(sheet, 1, 0, f"截至 {week_label(report.week)}，累计最多的十个痛点与痒点每周的接触数。", styles.subtitle)
    points = report.history[:CHARTED]
    if not points:
        write_cell(sheet, _HEADER, 0, "截至本周没有可计数的痛点或痒点。", styles.note)
        return
    weeks = points[0].trend.weeks
    _write_table(sheet, styles, points, weeks, taxonomy)
    _write_chart(book, sheet, points, weeks)


def _write_table(
    sheet: Worksheet,
    styles: Styles,
    points: Sequence[PainPoint | ItchPoint],
    weeks: Sequence[Week],
    taxonomy: Taxonomy,
) -> None:
    names = [_name(point, taxonomy) for point in points]
    last_week = _FIRST_WEEK + len(weeks) - 1
    sheet.set_row(_HEADER, 36)
    for column, width in enumerate((max(24, *map(display_width, names)) + 2, 8, 16, 9)):
        sheet.set_column(column, column, width)
    sheet.set_column(_FIRST_WEEK, last_week, 8)
    sheet.set_column(last_week + 1, last_week + 1, 16)
    titles = ("痛点与痒点", "类别", "原因", "合计", *(_week_title(week) for week in weeks), "本周走势")
    for column, title in enumerate(titles):
        write_cell(sheet, _HEADER, column, title, styles.head)
    for row, (name, point) in enumerate(zip(names, points, strict=True), _HEADER + 1):
        sheet.set_row(row, 24)
        write_cell(sheet, row, 0, name, styles.text)
        write_cell(sheet, row, 1, point.key.kind.label, styles.centred)
        write_cell(sheet, row, 2, taxonomy.cause_label(point.key.cause), styles.cause[point.key.cause])
        write_cell(sheet, row, 3, point.contact_count, styles.count)
        for column, count in enumerate(point.trend.weekly_counts, _FIRST_WEEK):
            write_cell(sheet, row, column, count, styles.count)
        way, word = _course(point.trend)
        write_cell(sheet, row, last_week + 1, word, styles.direction[way])
    data_bar(sheet, _HEADER + 1, 3, _HEADER + len(points))
    heat(sheet, _HEADER + 1, _FIRST_WEEK, _HEADER + len(points), last_week)
    sheet.freeze_panes(_HEADER + 1, 1)


def _name(point: PainPoint | ItchPoint, taxonomy: Taxonomy) -> str:
    """The same object and factor may both hurt and be wished better: the line's name tells which."""
    name = point_label(point.key, taxonomy)
    return name if point.key.kind is Kind.PAIN else f"{name}（{point.key.kind.label}）"


def _week_title(week: Week) -> str:
    return f"{week.year}\nW{week.number:02d}"


def _course(trend: Trend) -> tuple[Direction, str]:
    """Where a point goes in the week of the report; nothing is told of it where nothing was decided in that week."""
    if len(trend.weeks) > 1 and not trend.told:
        return Direction.UNCLEAR, NOT_DECIDED
    return trend.direction, trend_label(trend)


def _write_chart(
    book: Workbook, sheet: Worksheet, points: Sequence[PainPoint | ItchPoint], weeks: Sequence[Week]
) -> None:
    last_week = _FIRST_WEEK + len(weeks) - 1
    chart = book.add_chart({"type": "line"})
    seen = dict.fromkeys(Cause, 0)
    for row, point in enumerate(points, _HEADER + 1):
        cause = point.key.cause
        chart.add_series(
            {
                "name": [SHEET, row, 0],
                "categories": [SHEET, _HEADER, _FIRST_WEEK, _HEADER, last_week],
                "values": [SHEET, row, _FIRST_WEEK, row, last_week],
                **_line(cause, seen[cause]),
            }
        )
        seen[cause] += 1
    highest = max(max(point.trend.weekly_counts, default=0) for point in points)
    font = {"name": FONT, "size": 9, "color": INK}
    chart.set_title({"name": "每周接触数", "name_font": font | {"size": 12}})
    chart.set_x_axis({"num_font": font, "line": {"color": QUIET}, "major_tick_mark": "none"})
    chart.set_y_axis(
        {
            "num_font": font,
            "min": 0,
            **({"major_unit": 1} if highest < 8 else {}),
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": RULE}},
        }
    )
    chart.set_legend({"position": "right", "font": font})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 1180, "height": 420})
    place = _HEADER + len(points) + 2
    sheet.insert_chart(place, 0, chart, {"object_position": 2, "description": "每周接触数"})


def _line(cause: Cause, earlier: int) -> dict[str, object]:
    """The colour of the cause, lighter and with another dash and marker for each further point of it."""
    colour = shade(CAUSE_COLOURS[cause], "#FFFFFF", min(0.6, 0.15 * earlier))
    return {
        "line": {"color": colour, "width": 2.0, "dash_type": _DASHES[earlier % len(_DASHES)]},
        "marker": {
            "type": _MARKERS[earlier % len(_MARKERS)],
            "size": 5,
            "fill": {"color": colour},
            "border": {"color": colour},
        },
    }
