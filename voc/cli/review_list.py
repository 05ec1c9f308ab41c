"""`voc review list`: the reviews of all contacts."""

from datetime import datetime
from typing import Annotated

import typer

from voc.cli.common import out, tell, write_json
from voc.cli.naming import named, people_of
from voc.cli.options import JsonOption
from voc.cli.review_render import review_record, reviews_table
from voc.cli.store import contact_filter
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.tasks import Purpose
from voc.errors import NotFoundError
from voc.opening import open_store
from voc.settings import load_settings
from voc.storage.review_listing import ReviewOrder, ReviewQuery, list_reviews


def reviews(
    status: Annotated[
        list[ReviewStatus] | None,
        typer.Option(help="状态：draft 草稿，final 已提交，stale 原文已变、要重看；可重复。"),
    ] = None,
    reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="质检员的用户名或编号。")] = None,
    purpose: Annotated[list[Purpose] | None, typer.Option(help="为什么复核，可重复。")] = None,
    counts: Annotated[bool | None, typer.Option("--counts/--no-counts", help="只列计数的，或只列不计数的。")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="从这一天起开始的（含）。")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到这一天止开始的（含）。")] = None,
    oldest_first: Annotated[bool, typer.Option("--oldest", help="先开始的在前。")] = False,
    limit: Annotated[int, typer.Option(min=1, help="最多列几份。")] = 50,
    as_json: JsonOption = False,
) -> None:
    """列出复核，后开始的在前。原文变了、要重新打开再看的是 `--status stale`。

    例：`voc review list --status stale --reviewer 王检`
    """
    settings = load_settings()
    period = contact_filter(since, until, None, settings.timezone, None, None)
    with open_store(settings).look() as session:
        people = people_of(session)
        asked = () if reviewer is None else (reviewer, *(id for id, name in people.items() if name == reviewer))
        query = ReviewQuery(
            statuses=tuple(status or ()),
            counts=counts,
            reviewers=asked,
            purposes=tuple(purpose or ()),
            since=period.since,
            until=period.until,
        )
        order = ReviewOrder.OLDEST if oldest_first else ReviewOrder.NEWEST
        found = list_reviews(session, query, sight=None, order=order, limit=limit + 1)
    shown = found[:limit]
    if as_json:
        write_json([{"contact": one.contact_id} | review_record(one) for one in shown])
        return
    if not shown and reviewer is not None and len(asked) == 1 and reviewer not in people:
        raise NotFoundError(f"没有用户 {reviewer}，也没有他的复核")
    out.print(reviews_table([named(one, people, "reviewer") for one in shown], zone=settings.timezone))
    if len(found) > limit:
        tell(f"还有更多；只列出了 {limit} 份（--limit）")
