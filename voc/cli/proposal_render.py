"""Proposals and sets of rules on a terminal and as JSON."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from voc.cli.render import interval, percent, safe
from voc.domain.rule_proposal import RuleProposal
from voc.nlp.rules.health import RuleHealth
from voc.services.rule_preview import Preview
from voc.services.rule_sets import ListedSet, set_event_record

Record = dict[str, object]
_SAME = ("id", "proposer", "factor", "text", "reason", "version", "decided_by", "decision", "own_decision", "set_id")


def proposal_record(proposal: RuleProposal, found: Preview | str | None = None) -> Record:
    """A proposal with what it would do; why it cannot be tried where that is a text."""
    record: Record = {name: getattr(proposal, name) for name in _SAME}
    record |= {"state": proposal.state.value, "proposed_at": proposal.proposed_at.isoformat()}
    if isinstance(found, str):
        return record | {"unsound": found}
    return record if found is None else record | {"preview": _preview_record(found)}


def _preview_record(found: Preview) -> Record:
    counts = {name: getattr(found, name) for name in ("contact_count", "hit_count", "keys", "judged_count")}
    return counts | {"health": list(map(_health_record, found.health))}


def _health_record(row: RuleHealth) -> Record:
    counts = {name: getattr(row, name) for name in ("judged_count", "right_count", "precision", "interval")}
    return {"rule": row.rule.id} | counts


def proposals_table(proposals: Sequence[RuleProposal], *, zone: tzinfo) -> Table:
    """One row a proposal."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("编号", no_wrap=True, min_width=26)
    for name in ("状态", "因子", "提出", "谁", "为什么"):
        table.add_column(name)
    for one in proposals:
        cells = (one.factor, _time(one.proposed_at, zone), one.proposer, one.reason)
        table.add_row(one.id, one.state.label, *(Text(safe(cell)) for cell in cells))
    return table


def proposal_text(proposal: RuleProposal, *, zone: tzinfo) -> Text:
    """The whole proposal, its rules as they were written."""
    lines = [
        f"{proposal.state.label}，{proposal.proposer} {_time(proposal.proposed_at, zone)} 提出：{proposal.reason}",
        *([f"{proposal.decided_by}：{proposal.decision}"] if proposal.decision else []),
        *([f"规则集 {proposal.set_id}"] if proposal.set_id is not None else []),
    ]
    text = Text(f"提案 {proposal.id}\n", style="bold")
    return text.append("\n".join(map(safe, [*lines, "", *proposal.text.splitlines()])), style="none")


def preview_text(found: Preview | str) -> Text:
    """What its rules would do, or why they cannot be tried."""
    if isinstance(found, str):
        return Text(safe(found), style="yellow")
    lines = [f"最近 {found.contact_count} 次接触里命中 {found.hit_count} 次；人判断过的试了 {found.judged_count} 次"]
    lines += [f"{row.rule.id}：{_precision(row)}" for row in found.health]
    return Text("\n".join(lines))


def _precision(row: RuleHealth) -> str:
    if row.precision is None:
        return "还没有可以衡量的判断"
    return f"精确率 {percent(row.precision)}（{interval(row.interval)}，{row.right_count}/{row.judged_count}）"


def sets_table(sets: Sequence[ListedSet], *, zone: tzinfo) -> Table:
    """One row a set."""
    table = Table("编号", "在用", "提案", "启用", "谁", "理由", box=SIMPLE_HEAD, pad_edge=False)
    for one in sets:
        told = one.promoted
        cells = ("", "", "") if told is None else (_time(told.at, zone), told.by, told.reason)
        state = "是" if one.in_use else (one.refused or "")
        table.add_row(one.id, state, "\n".join(one.proposals), *(Text(safe(cell)) for cell in cells))
    return table


def set_record(one: ListedSet) -> Record:
    promoted = None if one.promoted is None else set_event_record(one.promoted)
    named: Record = {name: getattr(one, name) for name in ("id", "in_use", "refused", "proposals")}
    return named | {"promoted": promoted}


def _time(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
