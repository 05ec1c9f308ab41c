"""Reviews, plans and agreement, as text on a terminal and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from voc.cli.agreement_render import figure_record, share_text
from voc.cli.render import safe
from voc.domain.ids import LENGTH
from voc.domain.review import Finding
from voc.domain.reviewing.history import ReviewEvent
from voc.domain.reviewing.plans import SamplingPlan
from voc.domain.reviewing.tasks import Task, TaskState
from voc.domain.taxonomy import Cause, Taxonomy
from voc.services.reviews.planning import PlanProgress
from voc.storage.review_mapping import answer_values, step_json
from voc.storage.reviews import StoredReview

Record = dict[str, Any]
_TIME = "%Y-%m-%d %H:%M"
_STATUS = {"draft": "草稿", "final": "已提交", "stale": "原文已变，待重看"}
_STEPS = {
    "tell_dissatisfied": "判断是否不满",
    "put_finding": "标出归因",
    "drop_finding": "删去归因",
    "tell_primary": "指明主要原因",
    "put_moment": "标出时刻",
    "drop_moment": "删去时刻",
    "tell_resolved": "判断是否解决",
    "cite": "评机器的判断",
    "tell_comment": "写备注",
    "undo": "撤销",
    "submit": "提交",
    "reopen": "重新打开",
    "go_stale": "原文已变",
}


def review_text(review: StoredReview, taxonomy: Taxonomy, *, zone: tzinfo) -> Text:
    """A review in a few lines: who, when, whether it counts, what was found."""
    answer = review.answer
    text = Text.assemble(
        (f"{review.purpose.label} ", "bold"),
        f"{safe(review.reviewer)} {_at(review.changed_at, zone)} {_STATUS[review.status]}",
        ("（以此为准）" if review.counts else "", "green"),
    )
    satisfied = {True: "不满意", False: "没有不满", None: "还没有判断"}[answer.dissatisfied]
    text.append(f"\n  {satisfied}")
    for finding in answer.findings:
        first = "，主要" if finding.cause is answer.primary and len(answer.causes) > 1 else ""
        quotes = "；".join(safe(e.text) for e in finding.evidence)
        text.append(f"\n  {_named(finding, taxonomy)}{first}" + (f"：{quotes}" if quotes else ""))
    if answer.comment:
        text.append(f"\n  备注：{safe(answer.comment)}", style="dim")
    return text


def events_text(events: Iterable[ReviewEvent], *, zone: tzinfo) -> Text:
    """One line a step of a review's history."""
    lines = [f"  {e.number:>3} {_at(e.at, zone)} {safe(e.by)} {_STEPS[step_json(e.step)['step']]}" for e in events]
    return Text("\n".join(lines), style="dim")


def review_record(review: StoredReview) -> Record:
    return {
        "id": review.id,
        "reviewer": review.reviewer,
        "purpose": review.purpose.value,
        "status": review.status.value,
        "counts": review.counts,
        "contact_revision": review.state.revision,
        "version": review.version,
        "begun_at": review.begun_at.isoformat(),
        "changed_at": review.changed_at.isoformat(),
    } | answer_values(review.answer)


def event_record(event: ReviewEvent) -> Record:
    return {"number": event.number, "by": event.by, "at": event.at.isoformat()} | step_json(event.step)


def plans_table(found: Sequence[PlanProgress], taxonomy: Taxonomy, *, zone: tzinfo) -> Table:
    """One row a plan: how far it is, and the shares of all its contacts estimated so far."""
    table = table_of("计划", "建立", "接触总数", "任务 完成/全部", "估计的不满意", *map(taxonomy.cause_label, Cause))
    for one in found:
        done, total = _done(one)
        table.add_row(
            one.plan.id,
            Text(safe(one.plan.name)),
            _at(one.plan.created_at, zone),
            str(one.plan.population),
            f"{done}/{total}",
            share_text(one.dissatisfied),
            *(share_text(one.causes[cause]) for cause in Cause),
        )
    return table


def counts_table(
    plans: Sequence[SamplingPlan], counts: Mapping[str, Mapping[TaskState, int]], *, zone: tzinfo
) -> Table:
    """One row a plan: who made it, and how many of its tasks are in which state."""
    table = table_of("计划", "谁", "建立", *(state.label for state in TaskState))
    for one in plans:
        numbers = (str(counts[one.id][state]) for state in TaskState)
        table.add_row(one.id, Text(safe(one.name)), Text(safe(one.created_by)), _at(one.created_at, zone), *numbers)
    return table


def listed_record(plan: SamplingPlan, counts: Mapping[TaskState, int]) -> Record:
    return {
        "id": plan.id,
        "name": plan.name,
        "created_by": plan.created_by,
        "created_at": plan.created_at.isoformat(),
        "tasks": {state.value: count for state, count in counts.items()},
    }


def plan_record(one: PlanProgress) -> Record:
    plan = one.plan
    return {
        "id": plan.id,
        "name": plan.name,
        "created_by": plan.created_by,
        "created_at": plan.created_at.isoformat(),
        "population": plan.population,
        "criteria": {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(plan.criteria).items()
        },
        "design": asdict(plan.design),
        "quotas": {quota.inspector: quota.tasks for quota in plan.quotas},
        "tasks": {state.value: count for state, count in one.tasks.items()},
        "complete": one.complete,
        "dissatisfied": figure_record(one.dissatisfied),
        "causes": {cause.value: figure_record(figure) for cause, figure in one.causes.items()},
    }


def tasks_table(tasks: Sequence[Task], names: dict[int, str]) -> Table:
    """One row a task, in the order of the queue."""
    table = Table("次序", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("接触", overflow="fold")
    for name in ("席", "怎样抽中", "概率", "状态"):
        table.add_column(name, no_wrap=True)
    table.add_column("质检员", overflow="fold")
    for task in tasks:
        table.add_row(
            str(task.position + 1),
            Text(safe(names[task.contact_key])),
            str(task.seat),
            "" if task.stratum is None else task.stratum.label,
            "" if task.probability is None else f"{task.probability:.4f}",
            task.state.label,
            Text(safe(task.holder or "")),
        )
    return table


def task_record(task: Task, names: dict[int, str]) -> Record:
    return {
        "id": task.id,
        "contact": names[task.contact_key],
        "seat": task.seat,
        "position": task.position,
        "stratum": None if task.stratum is None else task.stratum.value,
        "probability": task.probability,
        "state": task.state.value,
        "holder": task.holder,
    }


def reviews_table(reviews: Sequence[StoredReview], *, zone: tzinfo) -> Table:
    """One row a review: where it stands, and whether its contact is counted by it."""
    table = table_of("接触", "质检员", "为什么", "状态", "计数", "开始", "改动")
    for one in reviews:
        table.add_row(
            one.id,
            Text(safe(one.contact_id)),
            Text(safe(one.reviewer)),
            one.purpose.label,
            _STATUS[one.status],
            "是" if one.counts else "",
            _at(one.begun_at, zone),
            _at(one.changed_at, zone),
        )
    return table


def table_of(*names: str) -> Table:
    """A table of things with ids, which one copies from here: they stay whole on any terminal."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("编号", no_wrap=True, min_width=LENGTH)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def _done(one: PlanProgress) -> tuple[int, int]:
    counts = {state.value: count for state, count in one.tasks.items()}
    return counts["done"], sum(counts.values())


def _at(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):{_TIME}}"


def _named(finding: Finding, taxonomy: Taxonomy) -> str:
    about = "" if finding.business_object is None else f"（{finding.business_object}）"
    return f"{taxonomy.cause_label(finding.cause)} · {taxonomy.factor_label(finding.factor)}{about}"
