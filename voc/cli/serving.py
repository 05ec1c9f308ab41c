"""`voc serve`: the HTTP service."""

from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.common import tell
from voc.cli.worker import worker_on
from voc.clock import now
from voc.opening import open_store
from voc.services.accounts import FIRST_NAME, first_administrator
from voc.services.auditing import SYSTEM, Stamp
from voc.settings import Settings, load_settings
from voc.storage.review_tasks import given_to

if TYPE_CHECKING:
    from api.parts import Parts

LOOPBACK = ("127.0.0.1", "::1", "localhost")
GRACE_S = 20


def serve(
    host: Annotated[str, typer.Option(help="监听的地址；缺省只有本机能连。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口；0 为任一空闲的。")] = 8000,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="同时在后台执行排队的任务。")] = True,
) -> None:
    """启动 HTTP 服务（/api/v1）。第一次启动建立管理员 admin，一次性密码只显示这一次。

    例：`voc serve --port 8000`
    """
    # Only here: the web framework takes a second to load, and no other command needs it.
    import uvicorn

    from api.app import create_app
    from api.logs import configure
    from api.parts import open_parts

    settings = load_settings()
    if host not in LOOPBACK and not settings.secure_cookies:
        tell("注意：别的机器连得到，而 cookie 不限于 https；请放在 TLS 之后并设 VOC_SECURE_COOKIES=1", style="yellow")
    parts = open_parts(settings, assigned=given_to, worker=partial(_work, settings) if worker else None)
    introduce(parts)
    configure()
    config = uvicorn.Config(
        create_app(parts),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    uvicorn.Server(config).run()


def _work(settings: Settings, stop: Event) -> None:
    """One worker inside the service, over connections of its own."""
    worker_on(settings, open_store(settings)).run(stop)


def introduce(parts: "Parts") -> None:
    """Make the first administrator where there is no user, and show the password, on the terminal alone."""
    with parts.store.work() as session:
        password = first_administrator(
            session, user_id=parts.new_id(), passwords=parts.passwords, stamp=Stamp(SYSTEM, now())
        )
    if password is not None:
        tell(f"已建立管理员 {FIRST_NAME}，一次性密码（只显示这一次）：{password}")
