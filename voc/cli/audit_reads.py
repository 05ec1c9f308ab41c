"""`voc audit reads`: who was shown what of which contact."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from voc.cli.common import out, write_json
from voc.cli.naming import user_id_of
from voc.cli.options import JsonOption
from voc.cli.render import safe
from voc.cli.store import contact_filter
from voc.domain.audit import Access, AccessKind, AccessQuery
from voc.opening import open_store
from voc.services.showing import show
from voc.settings import load_settings
from voc.storage.accounts import Accounts
from voc.storage.audit import AuditLog
from voc.storage.reading import external_ids

MOST = 10_000


def reads(
    contact: Annotated[str | None, typer.Option(help="哪次接触：会话或调查的编号，同 voc show。")] = None,
    source: Annotated[str | None, typer.Option(help="来源名；编号在多个来源里都有时需要。")] = None,
    user: Annotated[str | None, typer.Option(help="谁看的：用户名或用户编号。")] = None,
    kind: Annotated[AccessKind | None, typer.Option(help="看了什么。")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="从这一天起（含）。")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="到这一天止（含）。")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="最多几条。")] = 50,
    as_json: JsonOption = False,
) -> None:
    """访问日志：谁、何时，看了或听了哪次接触，最近的在前。只有编号，没有内容。

    例：`voc audit reads --contact EB-01`
    """
    settings = load_settings()
    period = contact_filter(since, until, None, settings.timezone, None, None)
    with open_store(settings).look() as session:
        asked = AccessQuery(
            None if contact is None else show(session, contact, source=source).stored.key,
            None if user is None else user_id_of(session, user),
            kind,
            period.since,
            period.until,
        )
        found = AuditLog(session).readings(asked, limit=limit)
        contacts = external_ids(session, {one.contact_id for one in found})
        names = Accounts(session).names({one.actor_id for one in found})
    if as_json:
        write_json([_record(one, contacts, names) for one in found])
        return
    table = Table("时间", "谁", "看了什么", "接触", "键")
    for one in found:
        at = one.at.astimezone(settings.timezone).isoformat(sep=" ", timespec="seconds")
        who, what = names.get(one.actor_id, one.actor_id), AccessKind(one.kind).label
        cells = at, who, what, contacts.get(one.contact_id, ""), str(one.contact_id)
        table.add_row(*(Text(safe(cell)) for cell in cells))
    out.print(table)


def _record(one: Access, contacts: dict[int, str], names: dict[str, str]) -> dict[str, object]:
    return {
        "at": one.at.isoformat(),
        "user_id": one.actor_id,
        "user": names.get(one.actor_id),
        "kind": one.kind,
        "contact_key": one.contact_id,
        "contact_id": contacts.get(one.contact_id),
    }
