"""`voc review …`: the reviews of a contact, agreement, and rules judged by people."""

from dataclasses import replace
from typing import Annotated

import typer

from voc.cli.agreement_render import agreement_record, agreement_tables, rule_record, rules_table, spans_text
from voc.cli.appeal_render import appeal_record, appeals_table
from voc.cli.common import out, write_json
from voc.cli.naming import People, named, people_of
from voc.cli.options import JsonOption, Since, Until
from voc.cli.review_render import event_record, events_text, review_record, review_text
from voc.cli.store import contact_filter
from voc.clock import now
from voc.domain.agreement.report import AgreementReport
from voc.errors import NotFoundError
from voc.nlp.language import shipped_taxonomy
from voc.opening import open_store
from voc.services.reviews.agreeing import agreement as agreement_of
from voc.services.reviews.agreeing import rule_precisions
from voc.services.reviews.appealing import overdue_appeals, waiting_appeals
from voc.services.showing import show as show_contact
from voc.settings import load_settings
from voc.storage.reading import external_ids
from voc.storage.reviews import Reviews


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
        people = people_of(session)
    if as_json:
        write_json([review_record(one) | {"events": list(map(event_record, events))} for one, events in found])
        return
    if not found:
        raise NotFoundError(f"{contact_id} 还没有人复核")
    for one, events in found:
        by_name = named(one, people, "reviewer")
        steps = [named(event, people, "by") for event in events]
        out.print(review_text(by_name, shipped_taxonomy(), zone=settings.timezone), soft_wrap=True)
        out.print(events_text(steps, zone=settings.timezone), soft_wrap=True)


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
        people = people_of(session)
    if as_json:
        write_json([appeal_record(one, names, at=at) for one in found])
        return
    out.print(appeals_table(found, names, people, at=at, zone=settings.timezone))


def agreement(since: Since = None, until: Until = None, as_json: JsonOption = False) -> None:
    """双人复核的一致程度：一致率、κ、α 与 95% 区间（自助法），按问题、两人、质检员、周；证据的重合另列。

    例：`voc review agreement --since 2026-11-01`
    """
    settings = load_settings()
    period = contact_filter(since, until, None, settings.timezone, None, None)
    with open_store(settings).look() as session:
        report = agreement_of(session, zone=settings.timezone, since=period.since, until=period.until)
        people = people_of(session)
    if as_json:
        write_json(agreement_record(report))
        return
    if not report.contacts:
        raise NotFoundError("还没有两人都提交了的双人复核")
    for table in agreement_tables(_by_name(report, people), shipped_taxonomy()):
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


def _by_name(report: AgreementReport, people: People) -> AgreementReport:
    pairs = tuple(named(pair, people, "first", "second") for pair in report.pairs)
    return replace(report, pairs=pairs, inspectors=tuple(named(one, people, "inspector") for one in report.inspectors))
