"""`voc audit`: what was changed, and whether the logs are what was written."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from voc.cli.common import out, tell, write_json
from voc.cli.naming import named, people_of, user_id_of
from voc.cli.options import JsonOption, Since, Until
from voc.cli.render import safe
from voc.cli.store import contact_filter
from voc.clock import now
from voc.domain.audit import ACTIONS, require_action
from voc.errors import ConflictError
from voc.opening import open_store
from voc.services.auditing import seal_hours
from voc.services.auditing import verify as check
from voc.settings import load_settings
from voc.storage.audit import AuditLog


def list_entries(
    since: Since = None,
    until: Until = None,
    actor: Annotated[str | None, typer.Option(help="谁：用户名、用户编号或 cli:系统用户。")] = None,
    action: Annotated[
        str | None,
        typer.Option(help="做了什么，如 user.write；写错时列出相近的或全部。", autocompletion=lambda: list(ACTIONS)),
    ] = None,
    object_id: Annotated[str | None, typer.Option("--object", help="对象的编号。")] = None,
    limit: Annotated[int, typer.Option(min=1, help="最多列出多少条，最近的在前。")] = 50,
    as_json: JsonOption = False,
) -> None:
    """列出审计记录：何时、谁、做了什么、对哪个对象；只有编号、代码与次数。

    例：`voc audit list --since 2026-11-01 --actor wangfang`
    """
    if action is not None:
        require_action(action)
    settings = load_settings()
    period = contact_filter(since, until, None, settings.timezone, None, None)
    with open_store(settings).look() as session:
        people = people_of(session)
        found = AuditLog(session).page(
            limit=limit,
            actor_id=None if actor is None else user_id_of(session, actor),
            action=action,
            object_id=object_id,
            since=period.since,
            until=period.until,
        )
    if as_json:
        write_json([asdict(entry) | {"at": entry.at.isoformat()} for entry in found])
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("序号", "时间", "谁", "做了什么", "对象", "详情"):
        table.add_column(column, overflow="fold")
    for entry in (named(entry, people, "actor_id") for entry in found):
        at = f"{entry.at.astimezone(settings.timezone):%Y-%m-%d %H:%M:%S}"
        what = f"{entry.object_kind} {entry.object_id}"
        cells = str(entry.sequence), at, entry.actor_id, entry.action, what, entry.facts
        table.add_row(*(Text(safe(cell)) for cell in cells))
    out.print(table)


def verify(
    head: Annotated[str | None, typer.Option(help="以前记下的哈希；不在链里即为被改写或截断。")] = None,
) -> None:
    """核对审计链与每个封存的小时；先封存到期的小时。对不上时退出码为 1，逐条写明。

    请把显示的哈希记在别处（例如打印），下次用 `--head` 核对：整条链被重写或截断也看得出。

    例：`voc audit verify`
    """
    store = open_store(load_settings())
    with store.work() as session:
        seal_hours(session, now=now())
    with store.look() as session:
        found = check(session, head=head)
    for line in found.broken:
        tell(line, style="red")
    if found.broken:
        raise ConflictError(f"审计链有 {len(found.broken)} 处对不上")
    tell(f"{found.entries} 条记录、{found.sealed_hours} 个封存的小时都完好；最后一条的哈希：{found.head or '（空）'}")
