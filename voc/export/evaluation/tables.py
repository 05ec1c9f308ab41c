"""The tables of the page."""

from collections.abc import Iterable, Sequence
from html import escape

from voc.domain.evaluation import AbstainCount, ClassScore, CoveragePoint, Evaluation, Figure, ReliabilityBin
from voc.domain.measures import Measure, MeasureGroup
from voc.domain.numbers import wilson_interval
from voc.domain.taxonomy import Cause, Taxonomy, cause_of
from voc.export.evaluation.charts import ACCENT, interval_chart
from voc.export.evaluation.kept import KEPT_HEADS, TOO_FEW, kept_parts
from voc.export.evaluation.labels import (
    BIN_HEADS,
    abstain_label,
    bin_cells,
    bounds_label,
    class_label,
    figure_label,
    interval_label,
    listed,
    percentage,
)
from voc.export.style import CAUSE_COLOURS

_TILES = (
    Measure.DISSATISFIED_F1,
    Measure.MACRO_F1,
    Measure.FACTOR_F1,
    Measure.EVIDENCE_F1,
    Measure.ECE,
    Measure.ERROR_AT_90_COVERAGE,
    Measure.LOW_MOMENT_HIT,
    Measure.PHASE_ACCURACY,
)
_ROW = 6
_GOOD, _HIGH_BAR = ACCENT, "#B07A2A"


def tiles(found: Evaluation) -> str:
    """The figures that are looked for first."""
    shown = [(m, found.figures[m]) for m in _TILES if found.figures[m].value is not None]
    many = " many" if len(shown) > _ROW else ""
    return f'<div class="tiles{many}">' + "".join(_tile(m, figure) for m, figure in shown) + "</div>"


def _tile(measure: Measure, figure: Figure) -> str:
    beside = " · ".join(filter(None, (interval_label(figure), f"n = {figure.n:,}")))
    return (
        f'<div class="tile"><span>{measure.label}</span><b>{percentage(figure.value)}</b><small>{beside}</small></div>'
    )


def figures_tables(found: Evaluation) -> str:
    """The measures of each group, as `listed`."""
    return '<div class="groups">' + "".join(_group(found, group) for group in MeasureGroup) + "</div>"


def _group(found: Evaluation, group: MeasureGroup) -> str:
    rows = "".join(_figure_row(m, figure) for m, figure in listed(found, group))
    return f'<table class="figures"><caption>{group.label}</caption><tbody>{rows}</tbody></table>' if rows else ""


def _figure_row(measure: Measure, figure: Figure) -> str:
    colour = _HIGH_BAR if measure.lower_is_better else _GOOD
    lower = '<i title="越低越好">↓</i>' if measure.lower_is_better else ""
    return (
        f'<tr><th>{measure.label}{lower}</th><td class="n">{figure_label(figure)}</td>'
        f"<td>{interval_chart(figure, colour=colour)}</td>"
        f'<td class="q">{interval_label(figure)}</td><td class="q">n = {figure.n:,}</td></tr>'
    )


def class_table(rows: Sequence[ClassScore], taxonomy: Taxonomy, *, first: str) -> str:
    """Precision, recall and F1 of each cause or factor."""
    heads = (first, "标注", "判断", "精确率", "", "召回率", "", "F1", "", "")
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(_class_row(row, taxonomy) for row in rows)
    return f'<table class="classes"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _class_row(row: ClassScore, taxonomy: Taxonomy) -> str:
    cause = Cause(row.code) if row.code in tuple(Cause) else cause_of(row.code)
    label = escape(class_label(row, taxonomy))
    shares = "".join(
        f'<td class="n">{told}</td><td class="q">{interval_label(f)}</td>'
        for f, told in (
            (row.precision, percentage(row.precision.value)),
            (row.recall, percentage(row.recall.value)),
            (row.f1, figure_label(row.f1)),
        )
    )
    return (
        f'<tr><th><i class="dot" style="background:{CAUSE_COLOURS[cause]}"></i>{label}</th>'
        f'<td class="n">{row.support:,}</td><td class="n">{row.found:,}</td>{shares}'
        f"<td>{interval_chart(row.f1, colour=CAUSE_COLOURS[cause])}</td></tr>"
    )


def reliability_table(bins: Sequence[ReliabilityBin]) -> str:
    """The numbers behind the dots of a reliability chart; empty where there is none."""
    return _plain(BIN_HEADS, map(bin_cells, bins)) if bins else ""


def kept_table(curve: Sequence[CoveragePoint], records: int) -> str:
    """The error rate where only the surest verdicts are kept."""
    rows = [part.cells for part in kept_parts(curve, records)]
    return _plain(KEPT_HEADS, rows) if rows else f'<p class="few">{TOO_FEW}</p>'


def _plain(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(f"<tr><th>{first}</th>{''.join(f'<td>{cell}</td>' for cell in rest)}</tr>" for first, *rest in rows)
    return f'<table class="plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def abstained_table(counts: Sequence[AbstainCount]) -> str:
    """How many verdicts wait for a person, why, and how many of them are wrong."""
    rows = "".join(
        f'<tr><th>{abstain_label(a.reason)}</th><td class="n">{a.n:,}</td><td class="n">{a.wrong:,}</td>'
        f'<td class="n">{percentage(a.wrong / a.n)}</td>'
        f'<td class="q">{bounds_label(wilson_interval(a.wrong, a.n))}</td></tr>'
        for a in counts
    )
    head = "<tr><th>判断</th><th>条数</th><th>有错</th><th>错误率</th><th></th></tr>"
    return f'<table class="plain"><thead>{head}</thead><tbody>{rows}</tbody></table>'
