"""概览: the week at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from voc.domain.painpoint import Counted, PainPoint
from voc.domain.report import Totals, WeeklyReport
from voc.domain.review import Source
from voc.domain.taxonomy import Cause, Taxonomy
from voc.export.cells import Value, write_cell
from voc.export.labels import point_label, share_interval_label, week_label
from voc.export.style import CAUSE_COLOURS, FONT, INK, Styles, data_bar, print_landscape

SHEET = "概览"
EMPTY_WEEK = "本周没有接触记录。"
NO_CAUSES = "本周没有已归因的不满意接触。"

_FIRST, _WIDTH, _COLUMNS = 1, 21.0, 6
_TILES, _CAUSES, _BODY, _TOP = 4, 8, 15, 5


@dataclass(frozen=True, slots=True)
class _Tile:
    label: str
    value: Value
    style: Format
    note: str


def write_overview(book: Workbook, styles: Styles, report: WeeklyReport, taxonomy: Taxonomy) -> None:
    """Add the sheet: totals, causes with a chart, the most frequent pain points, and whose word counts."""
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, 0, 2)
    sheet.set_column(_FIRST, _FIRST + _COLUMNS - 1, _WIDTH)
    sheet.set_row(0, 34)
    for row in range(_CAUSES - 1, _BODY + _TOP + 8):
        sheet.set_row(row, 24)
    write_cell(sheet, 0, _FIRST, f"客户之声周报 · {report.department}", styles.title)
    write_cell(sheet, 1, _FIRST, week_label(report.week), styles.subtitle)
    print_landscape(sheet)
    sheet.freeze_panes(2, 0)
    if not report.contacts:
        write_cell(sheet, 3, _FIRST, EMPTY_WEEK, styles.section)
        return
    _write_tiles(sheet, styles, report.totals)
    _write_causes(sheet, styles, report.totals, taxonomy)
    _write_cause_chart(book, sheet, styles, report.totals)
    below = _write_top_points(sheet, styles, report, taxonomy)
    _write_sources(sheet, styles, report.contacts, below + 1)


def _write_tiles(sheet: Worksheet, styles: Styles, totals: Totals) -> None:
    for row, height in enumerate((20, 36, 20), _TILES - 1):
        sheet.set_row(row, height)
    for column, tile in enumerate(_tiles(styles, totals), _FIRST):
        write_cell(sheet, _TILES - 1, column, tile.label, styles.tile_label)
        write_cell(sheet, _TILES, column, tile.value, tile.style)
        write_cell(sheet, _TILES + 1, column, tile.note, styles.tile_note)


def _tiles(styles: Styles, totals: Totals) -> tuple[_Tile, ...]:
    def count(label: str, value: float, note: str) -> _Tile:
        return _Tile(label, value, styles.tile_number(value), note)

    blameless: Value = totals.blameless_share if totals.attributed else "—"
    interval = (
        f"95% 区间 {share_interval_label(totals.blameless_interval)}" if totals.attributed else "没有已归因的接触"
    )
    return (
        count("接触", totals.contacts, "会话及其答复合计一次"),
        count("不满意", totals.dissatisfied, "客户打低分或判定为不满意"),
        _Tile("不满意率", totals.dissatisfied_share, styles.tile_share, "不满意 ÷ 接触"),
        _Tile("座席无责", blameless, styles.tile_share, interval),
        count("待人工", totals.pending, "不计入原因与痛点"),
        count("未说明原因", totals.unspecified, "不满意但没有说为什么"),
    )


def _write_causes(sheet: Worksheet, styles: Styles, totals: Totals, taxonomy: Taxonomy) -> None:
    write_cell(sheet, _CAUSES - 1, _FIRST, "不满意的原因", styles.section)
    titles = ("原因", "涉及的接触", "占已归因接触", "以此为主的接触", "占已归因接触")
    for column, title in enumerate(titles, _FIRST):
        write_cell(sheet, _CAUSES, column, title, styles.head)
    attributed = sum(totals.primary.values())
    for row, cause in enumerate(Cause, _CAUSES + 1):
        write_cell(sheet, row, _FIRST, taxonomy.cause_label(cause), styles.cause[cause])
        for column, counts in ((_FIRST + 1, totals.by_cause), (_FIRST + 3, totals.primary)):
            share = counts[cause] / attributed if attributed else None
            write_cell(sheet, row, column, counts[cause], styles.number(counts[cause]))
            write_cell(sheet, row, column + 1, share, styles.share)
    for column in (_FIRST + 1, _FIRST + 3):
        data_bar(sheet, _CAUSES + 1, column, _CAUSES + 3)
    note = "一次接触可以有几个原因，“涉及”各列之和可能大于 100%；“为主”每次接触只计一个。"
    write_cell(sheet, _CAUSES + 4, _FIRST, note, styles.note)


def _write_cause_chart(book: Workbook, sheet: Worksheet, styles: Styles, totals: Totals) -> None:
    if not totals.attributed:
        write_cell(sheet, _BODY - 1, _FIRST, NO_CAUSES, styles.section)
        return
    chart = book.add_chart({"type": "doughnut"})
    chart.add_series(
        {
            "name": "主要原因",
            "categories": [SHEET, _CAUSES + 1, _FIRST, _CAUSES + 3, _FIRST],
            "values": [SHEET, _CAUSES + 1, _FIRST + 3, _CAUSES + 3, _FIRST + 3],
            "points": [{"fill": {"color": CAUSE_COLOURS[cause]}, "border": {"color": "#FFFFFF"}} for cause in Cause],
            "data_labels": {
                "percentage": True,
                "num_format": "0%;;",
                "font": {"name": FONT, "size": 10, "color": "#FFFFFF", "bold": True},
            },
        }
    )
    chart.set_title({"name": "主要原因的构成", "name_font": {"name": FONT, "size": 12, "color": INK}})
    chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 10, "color": INK}})
    chart.set_hole_size(55)
    chart.set_size({"width": 440, "height": 360})
    chart.set_chartarea({"border": {"none": True}})
    sheet.insert_chart(_BODY - 1, _FIRST, chart, {"object_position": 2, "description": "主要原因的构成"})


def _write_top_points(sheet: Worksheet, styles: Styles, report: WeeklyReport, taxonomy: Taxonomy) -> int:
    """The five most frequent pain points beside the chart; returns the row below them."""
    points = [point for point in report.points if isinstance(point, PainPoint)][:_TOP]
    first = _FIRST + 3
    write_cell(sheet, _BODY - 1, first, "本周最多的痛点", styles.section)
    for column, title in enumerate(("痛点", "原因", "接触数"), first):
        write_cell(sheet, _BODY, column, title, styles.head)
    for row, point in enumerate(points, _BODY + 1):
        write_cell(sheet, row, first, point_label(point.key, taxonomy), styles.text)
        write_cell(sheet, row, first + 1, taxonomy.cause_label(point.key.cause), styles.cause[point.key.cause])
        write_cell(sheet, row, first + 2, point.contact_count, styles.count)
    if points:
        data_bar(sheet, _BODY + 1, first + 2, _BODY + len(points))
    else:
        write_cell(sheet, _BODY + 1, first, "没有可计数的痛点", styles.text)
    return _BODY + 1 + max(1, len(points))


def _write_sources(sheet: Worksheet, styles: Styles, contacts: Sequence[Counted], row: int) -> None:
    first = _FIRST + 3
    write_cell(sheet, row, first, "以谁的判断为准", styles.section)
    for column, title in enumerate(("依据", "接触数", "其中不满意"), first):
        write_cell(sheet, row + 1, column, title, styles.head)
    for place, (label, part) in enumerate(_by_source(contacts), row + 2):
        dissatisfied = [contact for contact in part if contact.dissatisfied]
        write_cell(sheet, place, first, label, styles.text)
        for column, counted in ((first + 1, part), (first + 2, dissatisfied)):
            weight = round(sum(contact.weight for contact in counted), 4)
            write_cell(sheet, place, column, weight, styles.number(weight))


def _by_source(contacts: Sequence[Counted]) -> tuple[tuple[str, list[Counted]], ...]:
    decided = [contact for contact in contacts if not contact.verdict.pending]
    return (
        (Source.MACHINE.label, [c for c in decided if c.verdict.source is Source.MACHINE]),
        (Source.PERSON.label, [c for c in decided if c.verdict.source is Source.PERSON]),
        ("待人工", [c for c in contacts if c.verdict.pending]),
    )
