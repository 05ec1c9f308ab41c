"""明细: one row for each finding of each contact, so that every count can be retraced."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from voc.domain.painpoint import Counted
from voc.domain.report import WeeklyReport
from voc.domain.review import Finding
from voc.domain.taxonomy import Factor, Taxonomy
from voc.export.cells import Column, Value, display_width, write_cell, write_header, write_rows
from voc.export.labels import channel_label, object_label
from voc.export.style import Styles, print_landscape

SHEET = "明细"
ROWS_A_SHEET = 1_000_000
_HEADER = 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A contact and one of its findings; None where it has none. `factor` is that of the finding, where told."""

    contact: Counted
    finding: Finding | None
    factor: Factor | None


def write_details(
    book: Workbook,
    styles: Styles,
    report: WeeklyReport,
    taxonomy: Taxonomy,
    *,
    zone: tzinfo,
    rows_a_sheet: int = ROWS_A_SHEET,
) -> None:
    """Add the sheet; what does not fit on one goes on a second (明细2), and so on."""
    lines = list(_lines(report.contacts, taxonomy))
    columns = _columns(styles, taxonomy, zone, id_width=_id_width(report.contacts))
    starts = range(0, max(1, len(lines)), rows_a_sheet)
    for number, start in enumerate(starts, 1):
        name = SHEET if number == 1 else f"{SHEET}{number}"
        _write_sheet(book, styles, name, columns, lines[start : start + rows_a_sheet])


def _write_sheet(
    book: Workbook, styles: Styles, name: str, columns: Sequence[Column[_Line]], lines: Sequence[_Line]
) -> None:
    sheet = book.add_worksheet(name)
    print_landscape(sheet, header_row=_HEADER)
    note = "一行是一次接触的一个原因；没有原因的接触也占一行。灰色斜体的是待人工的提议，不计入各表。"
    write_cell(sheet, 0, 0, note, styles.note)
    write_header(sheet, _HEADER, 0, columns, styles.head)
    sheet.set_row(_HEADER, 24)
    sheet.freeze_panes(_HEADER + 1, 1)
    last = _HEADER + len(lines)
    sheet.autofilter(_HEADER, 0, last, len(columns) - 1)
    if not lines:
        write_cell(sheet, _HEADER + 1, 0, "本周没有接触记录。", styles.note)
        return
    write_rows(sheet, _HEADER + 1, 0, columns, lines, fitted=True)
    pending = f'=${chr(ord("A") + len(columns) - 1)}{_HEADER + 2}="是"'
    proposal = {"type": "formula", "criteria": pending, "format": styles.proposal}
    sheet.conditional_format(_HEADER + 1, 0, last, len(columns) - 1, proposal)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})


def _lines(contacts: Sequence[Counted], taxonomy: Taxonomy) -> Iterator[_Line]:
    for contact in contacts:
        for finding in contact.verdict.findings or (None,):
            code = None if finding is None else finding.factor
            yield _Line(contact, finding, None if code is None else taxonomy.factor(code))


def _id_width(contacts: Sequence[Counted]) -> int:
    """Ids on one line as far as reasonable."""
    longest = max((display_width(contact.contact_id) for contact in contacts), default=0)
    return min(max(longest + 4, 12), 40)


def _columns(styles: Styles, taxonomy: Taxonomy, zone: tzinfo, *, id_width: float) -> tuple[Column[_Line], ...]:
    def column(title: str, width: float, value: Callable[[_Line], Value], style: Format) -> Column[_Line]:
        return Column(title, width, value, lambda _: style)

    def of_finding(value: Callable[[Finding], str]) -> Callable[[_Line], Value]:
        return lambda line: None if line.finding is None else value(line.finding)

    def of_factor(value: Callable[[Factor], str]) -> Callable[[_Line], Value]:
        return lambda line: None if line.factor is None else value(line.factor)

    return (
        column("编号", id_width, lambda line: line.contact.contact_id, styles.text),
        column("时间", 17, lambda line: _local(line.contact, zone), styles.when),
        column("队列", 13, lambda line: line.contact.queue, styles.text),
        column("渠道", 10, lambda line: _channel(line.contact), styles.centred),
        column("是否不满", 10, lambda line: _dissatisfied(line.contact), styles.centred),
        Column(
            "原因",
            16,
            of_finding(lambda finding: taxonomy.cause_label(finding.cause)),
            lambda line: styles.text if line.finding is None else styles.cause[line.finding.cause],
        ),
        column("因子", 11, of_finding(lambda finding: taxonomy.factor_label(finding.factor)), styles.text),
        column("体验指标·子项", 27, of_factor(lambda factor: factor.indicator), styles.text),
        column("监管类别（JR/T 0169）", 30, of_factor(lambda factor: factor.jrt_0169), styles.text),
        column("业务对象", 16, of_finding(lambda finding: object_label(finding.business_object)), styles.text),
        column("痛/痒", 8, of_finding(lambda finding: finding.kind.label), styles.centred),
        column("证据原话", 54, of_finding(_evidence), styles.text),
        column("以谁为准", 11, lambda line: line.contact.verdict.source.label, styles.centred),
        Column("权重", 8, lambda line: line.contact.weight, lambda line: styles.number(line.contact.weight)),
        column("待人工", 9, lambda line: "是" if line.contact.verdict.pending else "否", styles.centred),
    )


def _local(contact: Counted, zone: tzinfo) -> Value:
    return None if contact.occurred_at is None else contact.occurred_at.astimezone(zone).replace(tzinfo=None)


def _channel(contact: Counted) -> Value:
    return None if contact.channel is None else channel_label(contact.channel)


def _dissatisfied(contact: Counted) -> str:
    """What counts now; a proposal that waits for a person is neither yes nor no."""
    if contact.dissatisfied:
        return "是"
    return "待定" if contact.verdict.pending else "否"


def _evidence(finding: Finding) -> str:
    return "\n".join(evidence.text for evidence in finding.evidence)
