"""Agreement and the precision of rules, as text on a terminal and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from voc.cli.render import interval, percent, safe
from voc.domain.agreement.labels import Question
from voc.domain.agreement.report import AgreementReport
from voc.domain.agreement.rules import RulePrecision
from voc.domain.evaluation import Figure
from voc.domain.taxonomy import Cause, Taxonomy

Record = dict[str, Any]


def agreement_tables(report: AgreementReport, taxonomy: Taxonomy) -> list[Table]:
    """By question, by pair on the whole verdict, by inspector, by week."""
    codes = _table("问题", "接触", "一致率", "α（Krippendorff）")
    for code in report.codes:
        codes.add_row(_question(code.code, taxonomy), str(code.n), share_text(code.raw), _number(code.alpha))
    pairs = _table("两人", "接触", "一致率", "κ（Cohen）")
    for pair in report.pairs:
        if pair.code == Question.VERDICT:
            both = Text(safe(f"{pair.first} / {pair.second}"))
            pairs.add_row(both, str(pair.raw.n), share_text(pair.raw), _number(pair.kappa))
    inspectors = _table("质检员", "比较", "一致率", "κ（Cohen）")
    for one in report.inspectors:
        inspectors.add_row(Text(safe(one.inspector)), str(one.raw.n), share_text(one.raw), _number(one.kappa))
    weeks = _table("周", "接触", "一致率", "α（Krippendorff）")
    for week in report.weeks:
        weeks.add_row(str(week.week), str(week.raw.n), share_text(week.raw), _number(week.alpha))
    return [codes, pairs, inspectors, weeks]


def spans_text(spans: Figure) -> str:
    """How far marked words overlap, apart from the labels."""
    return f"两人都找到的原因，所标证据的重合（F1）：{_number(spans)}（{spans.n} 次接触）"


def agreement_record(report: AgreementReport) -> Record:
    return {
        "contacts": report.contacts,
        "questions": [
            {"code": c.code, "raw": figure_record(c.raw), "alpha": figure_record(c.alpha)} for c in report.codes
        ],
        "pairs": [
            {
                "first": p.first,
                "second": p.second,
                "code": p.code,
                "raw": figure_record(p.raw),
                "kappa": figure_record(p.kappa),
            }
            for p in report.pairs
        ],
        "inspectors": [
            {"inspector": i.inspector, "raw": figure_record(i.raw), "kappa": figure_record(i.kappa)}
            for i in report.inspectors
        ],
        "weeks": [
            {"week": str(w.week), "raw": figure_record(w.raw), "alpha": figure_record(w.alpha)} for w in report.weeks
        ],
        "spans": figure_record(report.spans),
    }


def rules_table(rows: Sequence[RulePrecision], *, wrong: int) -> Table:
    """One row a rule, the least precise first, with some contacts in which it was wrong."""
    table = _table("规则", "判过", "对", "精确率（95% 区间）", "错例")
    for row in rows:
        shown = [f"{one.contact_id} {one.text}" for one in row.wrong[:wrong]]
        share = f"{percent(row.precision)} {interval(row.interval)}"
        table.add_row(row.rule_id, str(row.judged), str(row.right), share, Text(safe("；".join(shown))))
    return table


def rule_record(row: RulePrecision) -> Record:
    return asdict(row) | {"precision": row.precision, "interval": list(row.interval)}


def figure_record(figure: Figure) -> Record:
    bounds = None if figure.interval is None else list(figure.interval)
    return {"value": figure.value, "n": figure.n, "interval": bounds}


def share_text(figure: Figure) -> str:
    """A share with its interval where there is one; a dash where nothing is known."""
    if figure.value is None:
        return "—"
    return percent(figure.value) + ("" if figure.interval is None else f" {interval(figure.interval)}")


def _table(*names: str) -> Table:
    return Table(*names, box=SIMPLE_HEAD, pad_edge=False)


def _question(code: str, taxonomy: Taxonomy) -> str:
    if code in list(Question):
        return Question(code).label
    return taxonomy.cause_label(Cause(code)) if code in list(Cause) else taxonomy.factor_label(code)


def _number(figure: Figure) -> str:
    if figure.value is None:
        return "—"
    bounds = figure.interval
    return f"{figure.value:.2f}" + ("" if bounds is None else f" {bounds[0]:.2f}–{bounds[1]:.2f}")
