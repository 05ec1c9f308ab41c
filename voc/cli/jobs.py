"""Commands on long work: queue it, look at it, stop it."""

from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from api.ids import new_id
from voc.cli.common import out, stamp, tell, user_name, write_json
from voc.cli.job_view import job_record, job_view, jobs_table
from voc.cli.naming import named, people_of
from voc.cli.options import JsonOption, MappingOption, SourceOption
from voc.domain.job import Job, JobState
from voc.domain.job_work import ExportOrder, ImportOrder, JobKind, JobOrder, ReanalysisOrder
from voc.errors import InputError
from voc.nlp.language import shipped_taxonomy
from voc.opening import open_folder, open_store
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
    with _opened(file) as stream, folder.receiving(upload_id) as incoming:
        if mapping is not None:
            with _opened(mapping) as described:
                folder.put_mapping(upload_id, described.read())
        while part := stream.read(PART):
            incoming.write(part)
    owner, at = user_name(), stamp()
    with store.work() as session:
        folder.registered_noted(session, upload_id, file.name, owner_id=owner, byte_count=incoming.byte_count, stamp=at)
        order = ImportOrder(upload_id, source)
        job = jobs.submit_noted(session, order, job_id=new_id(), owner_id=owner, stamp=at)
    _queued(job)


def reanalyze(
    model: Annotated[str | None, typer.Option(help="模型库里的编号；缺省为在用的模型。")] = None,
    rules: Annotated[Path | None, typer.Option(help="规则文件所在的目录；缺省为在用的规则。")] = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="做完以后改以新的判断为准；缺省只比较。")] = False,
) -> None:
    """排队用别的模型或规则重新分析全部接触，并报告哪些判断会变；由 `voc worker` 执行。

    新的判断放在一旁，不影响计数，除非给了 `--adopt`。人的复核不受影响。

    例：`voc jobs reanalyze --model 1a2b3c4d5e6f`
    """
    _queued(_submitted(ReanalysisOrder(model, None if rules is None else str(rules.absolute()), adopt)))


def export(week: Annotated[str, typer.Option(help="哪一周，如 2026-W45。")]) -> None:
    """排队导出一周的工作簿，每个部门一份；由 `voc worker` 执行。

    例：`voc jobs export --week 2026-W45`
    """
    _queued(_submitted(ExportOrder(week)))


def list_jobs(
    state: Annotated[JobState | None, typer.Option(help="只列这个状态的。")] = None,
    kind: Annotated[JobKind | None, typer.Option(help="只列这一种的。")] = None,
    limit: Annotated[int, typer.Option(min=1, help="最多列出多少个，最近的在前。")] = 50,
    as_json: JsonOption = False,
) -> None:
    """列出任务：种类、状态、进度、谁排的。

    例：`voc jobs list --state failed`
    """
    settings = load_settings()
    with open_store(settings).look() as session:
        found, people = Jobs(session).list(JobFilter(state=state, kind=kind), limit=limit), people_of(session)
    if as_json:
        write_json([job_record(job) for job in found])
        return
    out.print(jobs_table([named(job, people, "owner_id") for job in found], zone=settings.timezone))


def show_job(job_id: IdArgument, as_json: JsonOption = False) -> None:
    """显示一个任务：进度、结果、出错的原因，以及写出的文件在哪里。

    例：`voc jobs show 01hzy3v6q8w2n4t7b9d5f0g1jk`
    """
    settings = load_settings()
    with open_store(settings).look() as session:
        job = Jobs(session).get(job_id)
        files, people = jobs.outputs(session, job, open_folder(settings)), people_of(session)
    if as_json:
        record = job_record(job) | {"files": [str(file.path) for file in files]}
        write_json(record)
        return
    out.print(job_view(named(job, people, "owner_id"), files, shipped_taxonomy(), zone=settings.timezone))


def cancel(job_id: IdArgument) -> None:
    """取消一个任务：排队的立即取消，进行中的做完手上这一步后停下；已经入库的保留。

    例：`voc jobs cancel 01hzy3v6q8w2n4t7b9d5f0g1jk`
    """
    with open_store(load_settings()).work() as session:
        job = jobs.cancel(session, job_id, stamp=stamp())
    tell("已取消" if job.state is JobState.CANCELLED else "做完手上这一步就停下")


def _opened(path: Path) -> BinaryIO:
    """A file to be read; InputError where it cannot be."""
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path.name} 打不开：{error.strerror}") from None


def _submitted(order: JobOrder) -> Job:
    with open_store(load_settings()).work() as session:
        return jobs.submit_noted(session, order, job_id=new_id(), owner_id=user_name(), stamp=stamp())


def _queued(job: Job) -> None:
    out.print(job.id)
    tell("已排队，由 voc worker 执行；进度见 voc jobs show")
