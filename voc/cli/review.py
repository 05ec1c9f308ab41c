"""`voc review …`: sampling plans, their tasks, the reviews of a contact, agreement, and rules judged by people."""

import secrets
from datetime import datetime
from typing import Annotated

import typer

from voc.cli.agreement_render import agreement_record, agreement_tables, rule_record, rules_table, spans_text
from voc.cli.appeal_render import appeal_record, appeals_table
from voc.cli.common import out, progress_bar, tell, user_name, write_json
from voc.cli.options import JsonOption
from voc.cli.review_render import (
    event_record,
    events_text,
    plan_record,
    plans_table,
    review_record,
    review_text,
    task_record,
    tasks_table,
)
from voc.cli.store import contact_filter
from voc.clock import now
from voc.domain.ids import RANDOM_BYTES
from voc.domain.ids import new_id as id_of
from voc.domain.reviewing.plans import Criteria
from voc.domain.reviewing.sampling import Design, Quota
from voc.errors import InputError, NotFoundError
from voc.nlp.language import shipped_taxonomy
from voc.opening import language_in_use, open_store
from voc.services.reviews.agreeing import agreement as agreement_of
from voc.services.reviews.agreeing import rule_precisions
from voc.services.reviews.appealing import overdue_appeals, waiting_appeals
from voc.services.reviews.planning import Wish, make_plan, plan_progress
from voc.services.showing import show as show_contact
from voc.settings import load_settings
from voc.storage.reading import external_ids
from voc.storage.review_plans import SamplingPlans
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews

Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="从这一天起（含）。")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到这一天止（含）。")]


def new_id() -> str:
    return id_of(now(), secrets.token_bytes(RANDOM_BYTES))


def plan(
    name: Annotated[str, typer.Argument(metavar="NAME", help="计划的名称。")],
    size: Annotated[int, typer.Option(min=1, help="复核多少次接触。")] = 100,
    random_share: Annotated[float, typer.Option(help="随机部分的比例，大于 0。")] = 0.2,
    double_share: Annotated[float, typer.Option(help="由两人互不知道地复核的比例。")] = 0.1,
    seed: Annotated[str, typer.Option(help="随机种子：同样的接触、同样的种子，抽中的相同。")] = "",
    since: Since = None,
    until: Until = None,
    week: Annotated[str | None, typer.Option(help="某一周，如 2026-W45；不能与起止日期同用。")] = None,
    channel: Annotated[list[str] | None, typer.Option(help="渠道，可重复。")] = None,
    queue: Annotated[list[str] | None, typer.Option(help="队列，可重复。")] = None,
    cause: Annotated[list[str] | None, typer.Option(help="机器判断有此原因或因子，可重复。")] = None,
    agent: Annotated[list[str] | None, typer.Option(help="座席编号，可重复。")] = None,
    least_confidence: Annotated[float, typer.Option(help="把握不低于。")] = 0.0,
    most_confidence: Annotated[float, typer.Option(help="把握不高于。")] = 1.0,
    abstained: Annotated[
        bool | None, typer.Option("--abstained/--decided", help="只抽待人工的，或只抽机器有判断的。")
    ] = None,
    unreviewed: Annotated[bool, typer.Option("--unreviewed", help="不抽人已判断过的。")] = False,
    where: Annotated[str | None, typer.Option(help="规则语言的式子，见 docs/rules.md。")] = None,
    quota: Annotated[list[str] | None, typer.Option(help="质检员=个数，可重复；给了配额就只有这些人可以领取。")] = None,
    by: Annotated[str | None, typer.Option("--by", help="记在计划里的人名；缺省为当前的系统用户。")] = None,
) -> None:
    """建立抽检计划：抽出接触，排成待复核的任务，并记下怎样抽的。

    随机部分总是保留，每个任务记着被抽中的概率，所以总体的比例可以无偏地估计；其余按复核的预期价值排（待人工、没把握、人因、严重、少见）。

    例：

    `voc review plan 十一月第一周 --week 2026-W45 --size 100 --quota 王检=60 --quota 李检=60`
    """
    settings = load_settings()
    store = open_store(settings)
    language = language_in_use(settings)
    period = contact_filter(since, until, week, settings.timezone, channel, queue)
    criteria = Criteria(
        since=period.since,
        until=period.until,
        channels=period.channels,
        queues=period.queues,
        codes=tuple(language.taxonomy.find(word) for word in cause or ()),
        agents=tuple(agent or ()),
        least_confidence=least_confidence,
        most_confidence=most_confidence,
        abstained=abstained,
        unreviewed=unreviewed,
        expression=where,
    )
    design = Design(size, random_share, double_share, seed)
    wish = Wish(name, criteria, design, tuple(map(_quota, quota or ())))
    with progress_bar("查找接触") as progress, store.work() as session:
        made = make_plan(
            session,
            wish,
            by=by or user_name(),
            at=now(),
            new_id=new_id,
            language=language,
            progress=progress,
        )
        count = len(ReviewTasks(session).find(TaskFilter(origin=made.id)))
    tell(f"从 {made.population} 次接触里抽出，建立了 {count} 个任务；计划编号 {made.id}")


def tasks(
    plan_id: Annotated[str | None, typer.Argument(metavar="[PLAN]", help="计划的编号；缺省列出全部计划。")] = None,
    as_json: JsonOption = False,
) -> None:
    """列出抽检计划与进度，连同由已复核的估计的总体比例；给出计划的编号则列出它的任务。

    例：`voc review tasks`
    """
    settings = load_settings()
    with open_store(settings).look() as session:
        ids = [found.id for found in SamplingPlans(session).all()] if plan_id is None else [plan_id]
        found = [plan_progress(session, one) for one in ids]
        own = () if plan_id is None else ReviewTasks(session).find(TaskFilter(origin=plan_id))
        names = external_ids(session, [task.contact_key for task in own])
    if as_json:
        listed = {} if plan_id is None else {"items": [task_record(task, names) for task in own]}
        write_json([plan_record(one) | listed for one in found])
        return
    out.print(plans_table(found, shipped_taxonomy(), zone=settings.timezone))
    if plan_id is not None:
        out.print(tasks_table(own, names))


def show(
    contact_id: Annotated[str, typer.Argument(metavar="ID", help="会话或调查的编号。")],
    source: Annotated[str | None, typer.Option(help="来源名；编号在多个来源里都有时需要。")] = None,
    as_json: JsonOption = False,
) -> None:
    """显示一次接触的全部复核与每一步的经过。原文用 `voc show` 看。

    例：`voc review show EB-01`
    """
    settings = load_settings()
    with open_store(settings).look() as session:
        shown = show_contact(session, contact_id, source=source)
        reviews = Reviews(session)
        found = [(one, reviews.events(one.id)) for one in reviews.of_contact(shown.stored.key)]
    if as_json:
        write_json([review_record(one) | {"events": list(map(event_record, events))} for one, events in found])
        return
    if not found:
        raise NotFoundError(f"{contact_id} 还没有人复核")
    for one, events in found:
        out.print(review_text(one, shipped_taxonomy(), zone=settings.timezone), soft_wrap=True)
        out.print(events_text(events, zone=settings.timezone), soft_wrap=True)


def appeals(
    overdue: Annotated[bool, typer.Option("--overdue", help="只列下一步已经逾期的。")] = False,
    as_json: JsonOption = False,
) -> None:
    """列出等人处理的申诉，先到期的在前。处理在 HTTP 服务里。

    例：`voc review appeals --overdue`
    """
    settings, at = load_settings(), now()
    with open_store(settings).look() as session:
        found = overdue_appeals(session, at=at) if overdue else waiting_appeals(session, at=at)
        names = external_ids(session, [one.contact_key for one in found])
    if as_json:
        write_json([appeal_record(one, names, at=at) for one in found])
        return
    out.print(appeals_table(found, names, at=at, zone=settings.timezone))


def agreement(since: Since = None, until: Until = None, as_json: JsonOption = False) -> None:
    """双人复核的一致程度：一致率、κ、α 与 95% 区间（自助法），按问题、两人、质检员、周；证据的重合另列。

    例：`voc review agreement --since 2026-11-01`
    """
    settings = load_settings()
    period = contact_filter(since, until, None, settings.timezone, None, None)
    with open_store(settings).look() as session:
        report = agreement_of(session, zone=settings.timezone, since=period.since, until=period.until)
    if as_json:
        write_json(agreement_record(report))
        return
    if not report.contacts:
        raise NotFoundError("还没有两人都提交了的双人复核")
    for table in agreement_tables(report, shipped_taxonomy()):
        out.print(table)
    out.print(spans_text(report.spans))


def rules(
    wrong: Annotated[int, typer.Option(min=0, help="每条规则列出几个错例。")] = 3, as_json: JsonOption = False
) -> None:
    """以人工复核衡量每条规则：精确率、95% 区间（Wilson）与错例。只看规则参与了机器判断的接触。

    例：`voc review rules --wrong 5`
    """
    with open_store(load_settings()).look() as session:
        rows = rule_precisions(session)
    if as_json:
        write_json(list(map(rule_record, rows)))
        return
    if not rows:
        raise NotFoundError("还没有可以衡量规则的复核")
    out.print(rules_table(rows, wrong=wrong))


def _quota(text: str) -> Quota:
    inspector, _, count = text.rpartition("=")
    if not inspector or not count.isdecimal():
        raise InputError(f"配额应写成 质检员=个数，而不是“{text}”")
    return Quota(inspector, int(count))
