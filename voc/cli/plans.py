"""`voc review …`: sampling plans and their tasks."""

from typing import Annotated

import typer

from api.ids import new_id
from voc.cli.common import out, progress_bar, stamp, tell, user_name, write_json
from voc.cli.naming import named, people_of
from voc.cli.options import JsonOption, Since, Until
from voc.cli.remarking import tell_remarks
from voc.cli.review_render import counts_table, listed_record, plan_record, plans_table, task_record, tasks_table
from voc.cli.store import contact_filter
from voc.domain.reviewing.plans import Criteria
from voc.domain.reviewing.sampling import Design, Quota
from voc.errors import InputError
from voc.nlp.language import shipped_taxonomy
from voc.opening import language_in_use, open_store
from voc.services.reviews.people import reviewers_called
from voc.services.reviews.planning import Wish, close_plan, draw_sample, held_version, plan_progress, record_plan
from voc.settings import load_settings
from voc.storage.reading import external_ids
from voc.storage.review_plans import SamplingPlans
from voc.storage.review_tasks import ReviewTasks, TaskFilter

MOST_TASKS = 100_000


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
    quota: Annotated[
        list[str] | None, typer.Option(help="质检员的用户名（或编号）=个数，可重复；给了配额就只有这些人可以领取。")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="记在计划里的人名；缺省为当前的系统用户。")] = None,
) -> None:
    """建立抽检计划：抽出接触，排成待复核的任务，并记下怎样抽的。

    随机部分总是保留，每个任务记着被抽中的概率，所以总体的比例可以无偏地估计；其余按复核的预期价值排（待人工、没把握、人因、严重、少见）。

    例：

    `voc review plan 十一月第一周 --week 2026-W45 --size 100 --quota wangfang=60 --quota liqiang=60`
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
    if where is not None:
        tell_remarks(where, language.rule_set.lists, language)
    design, asked = Design(size, random_share, double_share, seed), list(map(_asked, quota or ()))
    with progress_bar("查找接触") as progress, store.look() as session:
        inspectors = reviewers_called(session, [who for who, _ in asked])
        quotas = tuple(Quota(who, count) for who, (_, count) in zip(inspectors, asked, strict=True))
        wish = Wish(name, criteria, design, quotas)
        sample = draw_sample(session, wish, language=language, progress=progress)
    # Opened only now: an expression is looked for in many texts, and nobody else could write meanwhile.
    with store.work() as session:
        made = record_plan(session, wish, sample, stamp=stamp(), new_id=new_id, by=by or user_name())
        count = len(ReviewTasks(session).find(TaskFilter(origin=made.id)))
    tell(f"从 {made.population} 次接触里抽出，建立了 {count} 个任务；计划编号 {made.id}")


def list_plans(as_json: JsonOption = False) -> None:
    """列出抽检计划：编号、名称、待做与进行中的、完成的、撤回的任务各几个。

    例：`voc review plans`
    """
    settings = load_settings()
    with open_store(settings).look() as session:
        found = SamplingPlans(session).all()
        counts = ReviewTasks(session).counts([one.id for one in found])
        people = people_of(session)
    if as_json:
        write_json([listed_record(one, counts[one.id]) for one in found])
        return
    by_name = [named(one, people, "created_by") for one in found]
    out.print(counts_table(by_name, counts, zone=settings.timezone))


def close(plan_id: Annotated[str, typer.Argument(metavar="PLAN", help="计划的编号，见 voc review plans。")]) -> None:
    """结束抽检计划：没做完的任务撤回，双人复核只有一人答了的以其为准。

    例：`voc review close 01hzy3v6q8w2n4t7b9d5f0g1jk`
    """
    with open_store(load_settings()).work() as session:
        held_version(session, plan_id)
        withdrawn = close_plan(session, plan_id, stamp=stamp(), new_id=new_id)
    tell(f"已结束计划 {plan_id}，撤回了 {withdrawn} 个任务")


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
        names, people = external_ids(session, [task.contact_key for task in own]), people_of(session)
    if as_json:
        listed = {} if plan_id is None else {"items": [task_record(task, names) for task in own]}
        write_json([plan_record(one) | listed for one in found])
        return
    out.print(plans_table(found, shipped_taxonomy(), zone=settings.timezone))
    if plan_id is not None:
        out.print(tasks_table([named(task, people, "holder") for task in own], names))


def _asked(text: str) -> tuple[str, int]:
    """Who is asked for how many, as the option says it."""
    who, _, count = (part.strip() for part in text.rpartition("="))
    try:
        tasks = int(count)
    except ValueError:
        tasks = None
    if not who or tasks is None:
        raise InputError(f"配额应写成 质检员=个数，而不是“{text}”")
    if not 1 <= tasks <= MOST_TASKS:
        raise InputError(f"{who} 的配额应是 1 到 {MOST_TASKS} 的整数，而不是 {tasks}")
    return who, tasks
