"""Long work on a terminal and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from voc.cli.render import percent, safe
from voc.domain.difference import CodeChange, DifferenceSummary
from voc.domain.job import Job, JobState
from voc.domain.job_work import DifferenceResult, ExportResult, ImportResult, JobResult, ReanalysisResult
from voc.domain.paired import PairedAgreement
from voc.domain.taxonomy import Cause, Taxonomy
from voc.services.jobs import Output

_STYLES = {JobState.DONE: "green", JobState.FAILED: "bold red", JobState.RUNNING: "bold"}


def job_record(job: Job) -> dict[str, object]:
    """A job for programs to read; times in UTC, `share` from 0 to 1."""
    return {
        "id": job.id,
        "kind": job.kind.value,
        "state": job.state.value,
        "owner": job.owner_id,
        "order": asdict(job.order),
        "done_count": job.done_count,
        "share": job.share,
        "cancel_requested": job.cancel_requested,
        "error": job.error,
        "result": None if job.result is None else asdict(job.result),
        **{name: _iso(getattr(job, name)) for name in ("created_at", "started_at", "ended_at")},
    }


def jobs_table(jobs: Sequence[Job], *, zone: tzinfo) -> Table:
    """One row a job."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    # The id is what one copies from here: it stays whole on any terminal.
    table.add_column("编号", no_wrap=True, min_width=26)
    for name in ("种类", "状态", "进度", "记录", "排队时间", "谁"):
        table.add_column(name, no_wrap=True)
    for job in jobs:
        table.add_row(
            job.id,
            job.kind.label,
            Text(job.state.label, style=_STYLES.get(job.state, "")),
            _share(job),
            str(job.done_count),
            _time(job.created_at, zone),
            Text(safe(job.owner_id)),
        )
    return table


def job_view(job: Job, files: Sequence[Output], taxonomy: Taxonomy, *, zone: tzinfo) -> RenderableType:
    """Everything that is known of a job, and where its files are."""
    table = _grid(_lines(job, taxonomy, zone))
    for file in files:
        table.add_row("文件", Text(safe(str(file.path))))
    return Group(Text(f"{job.kind.label} {job.id}", style="bold"), table)


def _grid(lines: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in lines:
        table.add_row(name, Text(safe(text)))
    return table


def _lines(job: Job, taxonomy: Taxonomy, zone: tzinfo) -> Iterator[tuple[str, str]]:
    yield "状态", job.state.label + ("（将取消）" if job.cancel_requested and not job.state.ended else "")
    yield "进度", f"{_share(job)}，{job.done_count} 条"
    yield "排队", f"{_time(job.created_at, zone)}，{job.owner_id}"
    if job.started_at is not None:
        yield "开始", _time(job.started_at, zone)
    if job.ended_at is not None:
        yield "结束", _time(job.ended_at, zone)
    if job.error is not None:
        yield "出错", job.error
    if job.result is not None:
        yield from _result(job.result, taxonomy)


def _result(result: JobResult, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    match result:
        case ImportResult(counts=counts):
            yield (
                "结果",
                f"新增 {counts.new_count}，变更 {counts.changed_count}，未变 {counts.unchanged_count}，"
                f"拒收 {result.rejected_count}；分析了 {counts.analysed_count} 次接触",
            )
            for error in result.first_errors:
                yield "拒收", error
        case ReanalysisResult():
            yield "版本", result.version
            yield (
                "结果",
                f"分析了 {result.analysed_count} 次接触，" + ("已改以它为准" if result.adopted else "没有改动计数"),
            )
            yield from _difference(result.difference, taxonomy)
        case DifferenceResult(version=version):
            yield "版本", version
            yield from _compared(result.difference, result.agreement, taxonomy)
        case ExportResult(files=files):
            yield "结果", f"{len(files)} 份工作簿"


def difference_view(
    found: DifferenceSummary, agreement: Sequence[PairedAgreement], taxonomy: Taxonomy
) -> RenderableType:
    """What another version would change, and whether it agrees with people more often."""
    return _grid(_compared(found, agreement, taxonomy))


def _compared(
    found: DifferenceSummary, agreement: Sequence[PairedAgreement], taxonomy: Taxonomy
) -> Iterator[tuple[str, str]]:
    yield from _difference(found, taxonomy)
    if not agreement[0].judged_count:
        yield "与人一致", "比较过的接触还没有人判断过"
        return
    for one in agreement:
        low, high = one.gap_interval
        shares = (one.both_count + one.before_count, one.both_count + one.after_count)
        before, after = (percent(count / one.judged_count) for count in shares)
        yield (
            f"与人一致：{one.question.label}",
            f"{before} → {after}，多 {one.after_count} 次，少 {one.before_count} 次，"
            f"差 {one.gap:+.4f}（95% 区间 {low:+.4f} – {high:+.4f}，{one.judged_count} 次）",
        )


def _difference(found: DifferenceSummary, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    yield "比较", f"{found.compared_count} 次接触，其中 {found.changed_count} 次判断有变"
    for aspect, count in found.aspects:
        yield aspect.label, f"{count} 次有变"
    for code in found.codes:
        yield _code_label(code, taxonomy), f"多 {code.gained_count} 次，少 {code.lost_count} 次"


def _code_label(change: CodeChange, taxonomy: Taxonomy) -> str:
    if change.code in set(Cause):
        return taxonomy.cause_label(Cause(change.code))
    return taxonomy.factor_label(change.code)


def _share(job: Job) -> str:
    return "–" if job.share is None else percent(job.share)


def _time(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
