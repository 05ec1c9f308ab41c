"""`voc serve`: the HTTP service."""

import errno
import logging
import socket
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from api.ids import new_id
from voc.cli.common import out
from voc.clock import now
from voc.domain.job import Job
from voc.errors import ConflictError
from voc.opening import open_store, open_worker
from voc.services.accounts import FIRST_NAME, first_administrator
from voc.services.auditing import SYSTEM, Stamp
from voc.settings import Settings, load_settings
from voc.storage.review_tasks import given_to

if TYPE_CHECKING:
    from api.parts import Parts

LOOPBACK = ("127.0.0.1", "::1", "localhost")
GRACE_S = 20
LOG = logging.getLogger("voc.api")


def serve(
    host: Annotated[str, typer.Option(help="监听的地址；缺省只有本机能连。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口；0 为任一空闲的。")] = 8000,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="同时在后台执行排队的任务。")] = True,
) -> None:
    """启动 HTTP 服务（/api/v1）。第一次启动建立管理员 admin，一次性密码在标准输出显示这一次；日志在标准错误。

    例：`voc serve --port 8000`
    """
    # Only here: the web framework takes a second to load, and no other command needs it.
    import uvicorn

    from api.app import create_app
    from api.logs import configure, take_over
    from api.parts import open_parts

    settings = load_settings()
    listener = bound(host, port)
    configure()
    take_over()
    if host not in LOOPBACK and not settings.secure_cookies:
        LOG.warning("别的机器连得到，而 cookie 不限于 https；请放在 TLS 之后并设 VOC_SECURE_COOKIES=1")
    parts = open_parts(settings, assigned=given_to, worker=partial(_work, settings) if worker else None)
    introduce(parts)
    LOG.info("listening", extra={"facts": {"host": host, "port": listener.getsockname()[1]}})
    config = uvicorn.Config(
        create_app(parts),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    uvicorn.Server(config).run(sockets=[listener])


def bound(host: str, port: int) -> socket.socket:
    """A socket that nobody else listens on; ConflictError, before anything is opened or started, where it is taken."""
    listener: socket.socket | None = None
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        if listener is not None:
            listener.close()
        raise ConflictError(f"不能监听 {host} 的端口 {port}：{_unbound(error)}") from None
    return listener


def _unbound(error: OSError) -> str:
    """Why an address cannot be listened on."""
    if isinstance(error, socket.gaierror):
        return "没有这个地址"
    reasons = {
        errno.EADDRINUSE: "已被别的程序占用，请用 --port 换一个",
        errno.EACCES: "没有权限，1024 以下的要由管理员开放",
        errno.EADDRNOTAVAIL: "本机没有这个地址",
    }
    return reasons.get(error.errno or 0, str(error.strerror))


def _work(settings: Settings, stop: Event) -> None:
    """One worker inside the service, over connections of its own, which tells in the log what it does."""
    store = open_store(settings)
    open_worker(settings, store, id=new_id(), warn=LOG.warning, report=_log_job, clock=now).run(stop)


def _log_job(job: Job) -> None:
    """Ids, states and reasons; never a customer's words."""
    facts = {"job_id": job.id, "kind": job.kind.value, "state": job.state.value}
    LOG.info("job", extra={"facts": facts if job.error is None else facts | {"error": job.error}})


def introduce(parts: "Parts") -> None:
    """Make the first administrator where there is none, and show the password, on the output and in no log."""
    with parts.store.work() as session:
        password = first_administrator(
            session, user_id=parts.new_id(), passwords=parts.passwords, stamp=Stamp(SYSTEM, now())
        )
    if password is not None:
        out.file.write(f"已建立管理员 {FIRST_NAME}，一次性密码（只显示这一次）：{password}\n")
        out.file.flush()
