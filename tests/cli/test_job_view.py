import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from tests.job_builders import NOW, SECOND, job, running
from tests.services.stores import SHANGHAI
from voc.cli.job_view import job_record, job_view, jobs_table
from voc.domain.difference import Aspect, CodeChange, DifferenceSummary
from voc.domain.job import Job
from voc.domain.job_work import (
    DifferenceOrder,
    DifferenceResult,
    ExportResult,
    ImportCounts,
    ImportResult,
    ReanalysisOrder,
    ReanalysisResult,
)
from voc.domain.paired import NOBODY_JUDGED, PairedAgreement
from voc.domain.reviewing.comparing import Disputed
from voc.domain.taxonomy import Taxonomy
from voc.services.jobs import Output

DIFFERENCE = DifferenceSummary(9, 2, ((Aspect.CAUSES, 2),), (CodeChange("rule", 1, 0), CodeChange("rule.fee", 0, 3)))
JUDGED = (PairedAgreement(Disputed.CAUSES, 7, 1, 2, 0),)


def shown(view: RenderableType, width: int = 120) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width).print(view)
    return stream.getvalue()


def test_the_list_shows_whole_ids_on_a_narrow_terminal() -> None:
    name = "01m8gr9jdkfjsmj32wakv7h5yg"
    assert name in shown(jobs_table([job(name)], zone=SHANGHAI), 60)


def test_the_list_shows_how_far_each_job_is() -> None:
    half = replace(running("J-2"), share=0.5, done_count=40)
    rows = [line.split() for line in shown(jobs_table([job("J-1"), half], zone=SHANGHAI)).splitlines()]
    assert ["J-1", "导出", "排队", "–", "0", "2026-11-16", "16:00", "U-1"] in rows
    assert ["J-2", "导出", "进行中", "50.0%", "40", "2026-11-16", "16:00", "U-1"] in rows


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (job(), ["状态  排队", "进度  –，0 条"]),
        (replace(running(), cancel_requested=True), ["进行中（将取消）", "开始  2026-11-16 16:00"]),
        (running().failed("磁盘空间不足", at=NOW), ["状态  失败", "出错  磁盘空间不足", "结束"]),
        (running().done(ExportResult(("a", "b")), at=NOW), ["2 份工作簿"]),
        (
            running().done(ImportResult(ImportCounts(1, 2, 3, 4), 5, ("a 第 1 行：坏",)), at=NOW),
            ["新增 1，变更 2，未变 3，拒收 5；分析了 4 次接触", "拒收  a 第 1 行：坏"],
        ),
        (
            running(order=DifferenceOrder("m1")).done(DifferenceResult("v1", DIFFERENCE, JUDGED), at=NOW),
            [
                "v1",
                "9 次接触，其中 2 次判断有变",
                "80.0% → 90.0%，多 2 次，少 1 次，差 +0.1000（95% 区间 -0.",
            ],
        ),
        (
            running(order=DifferenceOrder("m1")).done(DifferenceResult("v1", DIFFERENCE, NOBODY_JUDGED), at=NOW),
            ["还没有人判断过"],
        ),
        (
            running(order=ReanalysisOrder()).done(ReanalysisResult("v1", 9, False, DIFFERENCE), at=NOW),
            ["v1", "没有改动计数", "9 次接触，其中 2 次判断有变", "原因", "规则产生", "收费定价", "多 0 次，少 3 次"],
        ),
        (
            running(order=ReanalysisOrder()).done(ReanalysisResult("v1", 9, True, DIFFERENCE), at=NOW),
            ["分析了 9 次接触，已改以它为准"],
        ),
    ],
)
def test_a_job_is_shown_with_what_came_of_it(found: Job, words: list[str], taxonomy: Taxonomy) -> None:
    text = shown(job_view(found, (), taxonomy, zone=SHANGHAI))
    assert [word for word in words if word not in text] == []


def test_files_are_shown_with_their_place(taxonomy: Taxonomy) -> None:
    files = [Output("a", Path("/那里/rejects"), True)]
    assert "/那里/rejects" in shown(job_view(job(), files, taxonomy, zone=SHANGHAI))


def test_what_was_given_as_a_name_cannot_steer_the_terminal(taxonomy: Taxonomy) -> None:
    evil = job(owner_id="\x1b[2J[red]")
    for view in (job_view(evil, (), taxonomy, zone=SHANGHAI), jobs_table([evil], zone=SHANGHAI)):
        assert "\x1b[2J" not in shown(view)
        assert "[red]" in shown(view)


def test_a_record_says_everything_a_program_asks() -> None:
    record = job_record(running().done(ExportResult(("a",)), at=NOW + SECOND))
    assert record["result"] == {"files": ("a",)}
    assert record["order"] == {"week": "2026-W45"}
    assert (record["created_at"], record["ended_at"]) == ("2026-11-16T08:00:00+00:00", "2026-11-16T08:00:01+00:00")
    assert job_record(job())["result"] is None
    assert job_record(job())["started_at"] is None
