"""`voc audit`: whether the logs are what was written."""

from typing import Annotated

import typer

from voc.cli.common import tell
from voc.clock import now
from voc.errors import ConflictError
from voc.opening import open_store
from voc.services.auditing import seal_hours
from voc.services.auditing import verify as check
from voc.settings import load_settings


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
