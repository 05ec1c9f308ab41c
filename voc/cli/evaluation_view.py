"""An evaluation as tables on a terminal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from voc.domain.evaluation import ClassScore, Confusion, CoveragePoint, Evaluation, ReliabilityBin
from voc.domain.measures import MeasureGroup
from voc.domain.numbers import wilson_interval
from voc.domain.taxonomy import Taxonomy
from voc.export.evaluation.kept import KEPT_HEADS, KEPT_TITLE, TOO_FEW, kept_parts
from voc.export.evaluation.labels import (
    BIN_HEADS,
    abstain_label,
    answer_label,
    bin_cells,
    bounds_label,
    class_label,
    course_confusions,
    figure_label,
    interval_label,
    listed,
    percentage,
    reliabilities,
    seen_label,
)

# Columns of a terminal that has room for everything.
_ROOM = 10_000


def evaluation_view(name: str, found: Evaluation, taxonomy: Taxonomy) -> RenderableType:
    """Figures by group, then causes, factors, confusion, reliability, coverage and risk."""
    return Group(*_parts(name, found, taxonomy))


def _parts(name: str, found: Evaluation, taxonomy: Taxonomy) -> Iterator[RenderableType]:
    yield Rule(Text(name, style="bold"))
    yield Text(f"有标注的记录 {found.records} 条，其中通话 {found.calls} 通", style="dim")
    yield Text(seen_label(found), style="yellow" if found.seen_in_training else "dim")
    faults = "bold red" if found.evidence_faults else "dim"
    yield Text(f"证据与原文不符 {found.evidence_faults} 处", style=faults)
    yield _figures(found)
    yield _classes("各原因", found.causes, taxonomy)
    if found.factors:
        yield _classes("各因子", found.factors, taxonomy)
    yield _confusion("原因集合的混淆", found.confusion, answer_label)
    for answer, bins in reliabilities(found, taxonomy):
        yield _reliability(answer, bins)
    yield _coverage(found.curve, found.records)
    yield _abstained(found)
    for title, confusion, label in course_confusions(found):
        yield _confusion(title, confusion, label)


def _titled(title: str, table: Table) -> Group:
    """A title of its own line: that of a table is folded at the table's width."""
    return Group(Text(title, style="bold"), table)


def _table(first: str, *columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _figures(found: Evaluation) -> Group:
    """The measures of each group, as `listed`."""
    table = _table("指标", "数值", "95% 区间", "n")
    for group in MeasureGroup:
        rows = listed(found, group)
        if rows:
            table.add_row(Text(group.label, style="bold blue"))
        for measure, figure in rows:
            lower = " ↓" if measure.lower_is_better else ""
            table.add_row(f"  {measure.label}{lower}", figure_label(figure), interval_label(figure), f"{figure.n}")
    return _titled("全部指标（↓ 越低越好）", table)


def _classes(title: str, rows: Sequence[ClassScore], taxonomy: Taxonomy) -> Group:
    table = _table("名称", "标注", "判断", "精确率", "召回率", "F1", "F1 的 95% 区间")
    for row in rows:
        shares = (percentage(row.precision.value), percentage(row.recall.value), figure_label(row.f1))
        table.add_row(class_label(row, taxonomy), str(row.support), str(row.found), *shares, interval_label(row.f1))
    return _titled(title, table)


@dataclass(frozen=True, slots=True)
class _Fitting:
    """`wide` where the terminal has room for all of it, else `narrow`."""

    wide: Group
    narrow: Group

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        needed = Measurement.get(console, options.update_width(_ROOM), self.wide).maximum
        yield self.wide if needed <= options.max_width else self.narrow


def _confusion(title: str, confusion: Confusion, label: Callable[[str], str]) -> _Fitting:
    """Columns are headed by their answers, or, where those do not fit, by the numbers that the rows begin with."""
    names = [label(code) for code in confusion.labels]
    numbers = [str(n) for n in range(1, len(names) + 1)]
    numbered = [f"{n} {name}" for n, name in zip(numbers, names, strict=True)]
    agreed = f"{confusion.agreed}/{confusion.total} 一致"
    return _Fitting(
        _titled(f"{title}（行为标注，列为判断；{agreed}）", _counts(confusion, names, names)),
        _titled(f"{title}（行为标注，列为判断，编号见行首；{agreed}）", _counts(confusion, numbered, numbers)),
    )


def _counts(confusion: Confusion, rows: Sequence[str], columns: Sequence[str]) -> Table:
    table = _table("", *columns)
    for i, (name, counts) in enumerate(zip(rows, confusion.counts, strict=True)):
        table.add_row(name, *(_count(count, right=i == j) for j, count in enumerate(counts)))
    return table


def _count(count: int, *, right: bool) -> Text:
    return Text("·", style="dim") if not count else Text(str(count), style="bold green" if right else "red")


def _reliability(name: str, bins: Sequence[ReliabilityBin]) -> Group:
    table = _table(*BIN_HEADS)
    for b in bins:
        table.add_row(*bin_cells(b))
    return _titled(f"概率是否可信（{name}）", table)


def _coverage(curve: Sequence[CoveragePoint], records: int) -> RenderableType:
    table = _table(*KEPT_HEADS)
    for part in kept_parts(curve, records):
        table.add_row(*part.cells)
    return _titled(KEPT_TITLE, table) if table.rows else Text(f"{TOO_FEW}\n", style="dim")


def _abstained(found: Evaluation) -> Group:
    table = _table("判断", "条数", "有错", "错误率", "95% 区间")
    for count in found.abstained:
        share, bounds = percentage(count.wrong / count.n), bounds_label(wilson_interval(count.wrong, count.n))
        table.add_row(abstain_label(count.reason), str(count.n), str(count.wrong), share, bounds)
    return _titled("待人工", table)
