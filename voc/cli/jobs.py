"""Commands on long work: queue it, look at it, stop it."""

from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import json

import typer

from voc.cli.common import now, open_store, out, tell, user_name
from voc.cli.ids import new_id
from voc.cli.job_view import job_view, jobs_table
from voc.cli.options import JsonOption, MappingOption, SourceOption
from voc.cli.worker import open_folder
from voc.domain.job import Job, JobState
from voc.domain.job_work import ExportOrder, ImportOrder, JobKind, JobOrder, ReanalysisOrder
from voc.errors import InputError
from voc.services import jobs
from voc.services.importing import DEFAULT_SOURCE
from voc.settings import load_settings
from voc.storage.jobs import JobFilter, Jobs

PART = 1 << 20
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="任务编号。")]


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSONL、CSV 或 XLSX 文件。")],
    source: SourceOption = DEFAULT_SOURCE,
    mapping: MappingOption = None,
) -> None:
    """把一个文件放进上传目录，排队导入；由 `voc worker` 执行。

    例：`voc jobs import 通话.jsonl`
    """
    settings = load_settings()
    store, folder, upload_id = open_store(settings, create=True), open_folder(settings), new_id()
    with ExitStack() as stack:
        incoming = stack.enter_context(folder.receiving(upload_id))
        try:
            stream = stack.enter_context(file.open("rb"))
        except OSError as error:
            raise InputError(f"{file.name} 打不开：{error.strerror}") from None
        while part := stream.read(PART):
            incoming.write(part)
    if mapping is not None:
        folder.put_mapping(upload_id, mapping.read_bytes())
    with store.work() as session:
        owner, at = user_name(), now()
        folder.registered(session, upload_id, file.name, owner_id=owner, byte_count=incoming.byte_count, at=at)
        order = ImportOrder(upload_id, source)
        job = jobs.submit(session, order, job_id=new_id(), owner_id=owner, at=at)
    out.print(job.id)
