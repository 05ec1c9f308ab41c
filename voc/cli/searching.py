"""`voc search`."""

from datetime import datetime
from typing import Annotated

import typer
from rich.text import Text

from voc.cli.common import out, tell, write_json
from voc.cli.options import JsonOption
from voc.cli.remarking import tell_remarks
from voc.cli.render import safe
from voc.cli.rule_render import found_words, words_record
from voc.cli.store import code_of, contact_filter
from voc.nlp.language import shipped_language
from voc.nlp.rules import parse
from voc.opening import open_store, rules_in_use
from voc.services.rule_reading import rule_set_of
from voc.services.searching import FoundContact, Query, search_contacts
from voc.settings import load_settings
from voc.storage.search import SearchFilter


def search(
    phrase: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="要找的话，一字不差；可以只给 --rule。")
    ] = None,
    rule: Annotated[str | None, typer.Option(help="规则语言的式子，写在单引号里；要同时符合。")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="从这一天起（含）。")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到这一天止（含）。")] = None,
    week: Annotated[str | None, typer.Option(help="某一周，如 2026-W45；不能与起止日期同用。")] = None,
    cause: Annotated[str | None, typer.Option(help="归因有这个原因：person、product、rule 或中文名。")] = None,
    factor: Annotated[str | None, typer.Option(help="归因有这个因子：如 rule.channel、channel 或 渠道限制。")] = None,
    channel: Annotated[list[str] | None, typer.Option(help="渠道，可重复。")] = None,
    queue: Annotated[list[str] | None, typer.Option(help="队列，可重复。")] = None,
    agent: Annotated[list[str] | None, typer.Option(help="座席的编号，可重复。")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="最多显示多少次接触。")] = 20,
    after: Annotated[int | None, typer.Option(min=1, help="从上一页末尾给出的位置接着找。")] = None,
    as_json: JsonOption = False,
) -> None:
    """在库里的通话与评论中查找，命中的话标出来，最近入库的在前。全角、大小写、繁简视为相同。

    例：

    `voc search 年费 --since 2026-10-01`

    `voc search 网点 --rule 'CUSTOMER(只能|必须 ..8 网点)' --queue 信用卡`
    """
    settings = load_settings()
    store = open_store(settings)
    language = shipped_language()
    lists = rule_set_of(rules_in_use(settings), language.taxonomy).lists
    contacts = contact_filter(since, until, week, settings.timezone, channel, queue)
    wanted = SearchFilter(contacts, code_of(language.taxonomy, cause, factor), tuple(agent or ()))
    expression = None if rule is None else parse(rule, lists=lists)
    if rule is not None:
        tell_remarks(rule, lists, language)
    query = Query(phrase, expression, wanted)
    with store.look() as session:
        page = search_contacts(session, query, language=language, lists=lists, after=after, limit=limit)
    if as_json:
        records = [_record(one) for one in page.contacts]
        write_json({"contacts": records, "after": page.after})
        return
    for one in page.contacts:
        out.print(_heading(one), found_words(one.found, marked=not out.is_terminal), sep="", soft_wrap=True)
    more = "" if page.after is None else f"，还没有找完，接着找：--after {page.after}"
    tell(f"找到 {len(page.contacts)} 次接触{more}")


def _heading(one: FoundContact) -> Text:
    at = one.heading.occurred_at
    day = None if at is None else f"{at.astimezone(load_settings().timezone):%Y-%m-%d %H:%M}"
    place = " · ".join(safe(part) for part in (day, one.heading.queue, one.heading.channel) if part)
    return Text.assemble((safe(one.heading.id), "bold"), (f"  {place}", "dim"))


def _record(one: FoundContact) -> dict[str, object]:
    heading = one.heading
    at = None if heading.occurred_at is None else heading.occurred_at.isoformat()
    named = {"id": heading.id, "source": heading.source, "occurred_at": at}
    return named | {"queue": heading.queue, "channel": heading.channel, "texts": [words_record(f) for f in one.found]}
