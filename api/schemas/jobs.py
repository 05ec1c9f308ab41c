from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from api.schemas.base import WEEK, In, Out, Word
from voc.domain.job import Job, JobState
from voc.domain.job_work import JobKind, ReanalysisOrder
from voc.services.importing import DEFAULT_SOURCE
from voc.services.jobs import Output

_SAME = (
    *("id", "kind", "state", "owner_id", "created_at", "started_at", "ended_at", "done_count", "share"),
    *("cancel_requested", "error"),
)
Named = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]


class UploadOut(Out):
    id: str
    name: str
    byte_count: int
    created_at: datetime
    expires_at: datetime = Field(description="此后自动删除；还有导入在用的等它结束")


class ImportIn(In):
    upload_id: Named = Field(examples=["01hzy3v6q8w2n4t7b9d5f0g1jk"])
    source: Word = Field(default=DEFAULT_SOURCE, description="来源：同一来源里编号相同的是同一条记录")
    mapping: str | None = Field(
        default=None,
        max_length=200_000,
        description="列名对应（TOML）；一个上传文件只能给一次",
        examples=['[columns]\n"留言" = "comment"\n'],
    )


class ReanalysisIn(In):
    model: Named | None = Field(default=None, description="模型库里的编号；缺省为在用的模型")
    rules: Named | None = Field(default=None, description="规则库里的编号，shipped 为随附的规则；缺省为在用的规则")
    adopt: bool = Field(default=False, description="做完以后以新的判断为准；缺省只比较")


class ExportIn(In):
    week: str = Field(pattern=WEEK, examples=["2026-W45"])


class JobOut(Out):
    id: str
    kind: JobKind
    state: JobState
    owner_id: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    done_count: int = Field(description="已做的记录或接触")
    share: float | None = Field(description="完成了多少，0 到 1；还不知道时为 null")
    cancel_requested: bool
    error: str | None = Field(description="最近一次出错的原因")
    order: dict[str, Any] = Field(description="要做什么")
    result: dict[str, Any] | None = Field(description="结果；做完之前为 null；取消的导入是已入库的次数")

    @classmethod
    def of(cls, job: Job) -> "JobOut":
        order = asdict(job.order)
        if isinstance(job.order, ReanalysisOrder) and "/" in (job.order.rules or ""):
            # A folder of this machine, which the command line may name.
            order["rules"] = "另一套规则"
        result = None if job.result is None else asdict(job.result)
        return cls(order=order, result=result, **{name: getattr(job, name) for name in _SAME})


class OutputOut(Out):
    number: int = Field(description="下载时用的序号")
    name: str
    private: bool = Field(description="含原文，只给任务的主人与管理员")

    @classmethod
    def of(cls, number: int, output: Output) -> "OutputOut":
        return cls(number=number, name=output.name, private=output.private)
