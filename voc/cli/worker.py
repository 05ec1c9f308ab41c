"""The worker of long work, from the command line."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from api.ids import new_id
from voc.cli.common import Store, analysis_engine, model_engine, now, open_registry, open_store, tell
from voc.cli.options import ProcessesOption
from voc.domain.job import Job, JobState
from voc.domain.job_work import JobKind
from voc.engines.local import Engine
from voc.nlp.language import language_with, shipped_objects, shipped_taxonomy
from voc.services.export_jobs import ExportRunner
from voc.services.import_jobs import ImportRunner
from voc.services.reanalysis_jobs import ReanalysisRunner
from voc.services.registry import find
from voc.services.running import Workplace
from voc.services.uploads import UploadFolder
from voc.services.worker import Worker
from voc.settings import Settings, load_settings, read_hash_key


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
    one = open_worker(settings, open_store(settings, create=True), processes=processes)
    with stopping() as stop:
        if once:
            one.run_until_idle(stop)
        else:
            tell("等待任务，Ctrl-C 结束")
            one.run(stop)


def open_worker(settings: Settings, store: Store, *, processes: int | None = None) -> Worker:
    """A worker on a store, with a name that no other has."""
    folder = open_folder(settings)
    place = Workplace(
        unit_of_work=store.work,
        look=store.look,
        open_engine=partial(open_engine, settings, processes),
        folder=folder,
        clock=now,
        lease_time=timedelta(seconds=settings.job_lease_s),
    )
    exports = ExportRunner(place, settings.departments_file, shipped_objects(), shipped_taxonomy(), settings.timezone)
    return Worker(
        name=f"{socket.gethostname()}:{os.getpid()}:{new_id()}",
        unit_of_work=store.work,
        runners={
            JobKind.IMPORT: ImportRunner(place, read_hash_key(settings.hash_key_file), settings.timezone),
            JobKind.REANALYSIS: ReanalysisRunner(place),
            JobKind.EXPORT: exports,
        },
        clock=now,
        lease_time=place.lease_time,
        tidy=lambda: folder.tidy(store.work, at=now()),
        report=_say,
    )


def open_folder(settings: Settings) -> UploadFolder:
    return UploadFolder(
        settings.uploads_folder, settings.upload_limit_mb * 1_000_000, timedelta(days=settings.upload_days)
    )


@contextmanager
def open_engine(settings: Settings, processes: int | None, model: str | None, rules: str | None) -> Iterator[Engine]:
    """The engine with a model of the registry, and rules of another folder; those in use where nothing is said."""
    chosen = settings if rules is None else replace(settings, rules_folder=Path(rules))
    if model is None:
        with analysis_engine(chosen, processes=processes) as engine:
            yield engine
        return
    folder = find(open_registry(settings), model, language_with(chosen.rules_folder)).folder
    with model_engine(folder, chosen, processes=processes) as engine:
        yield engine


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
