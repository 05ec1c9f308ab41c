"""The worker of long work, from the command line."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import Annotated

import typer

from api.ids import new_id
from voc.cli.common import tell
from voc.cli.options import ProcessesOption
from voc.clock import now
from voc.domain.job import Job, JobState
from voc.opening import Store, open_store, open_worker
from voc.services.worker import Worker
from voc.settings import Settings, load_settings


def worker(
    once: Annotated[bool, typer.Option("--once", help="做完眼下该做的任务就结束。")] = False,
    processes: ProcessesOption = None,
) -> None:
    """执行排队的任务：导入上传的文件、重新分析、导出周报；也删除过期的上传文件。

    可以同时开几个。收到 SIGTERM 或 Ctrl-C 时做完手上这一步，把任务放回队列再结束；
    被强行结束的，租约到期后由别的接着做，不丢也不重复。

    例：`voc worker --once`
    """
    settings = load_settings()
    one = worker_on(settings, open_store(settings, create=True), processes=processes)
    with stopping() as stop:
        if once:
            one.run_until_idle(stop)
        else:
            tell("等待任务，Ctrl-C 结束")
            one.run(stop)


def worker_on(settings: Settings, store: Store, *, processes: int | None = None) -> Worker:
    """A worker that tells on the terminal what it does."""
    warn = partial(tell, style="yellow")
    return open_worker(settings, store, id=new_id(), warn=warn, report=_say, clock=now, processes=processes)


@contextmanager
def stopping() -> Iterator[Event]:
    """An event that SIGTERM and Ctrl-C set; the handlers before are put back at the end."""
    stop = Event()
    before = {sign: signal.signal(sign, lambda *_: stop.set()) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _say(job: Job) -> None:
    """Ids, states and reasons; never a customer's words."""
    after = f"：{job.error}" if job.error and job.state in (JobState.FAILED, JobState.QUEUED) else ""
    tell(f"{job.kind.label} {job.id} {job.state.label}{after}")
