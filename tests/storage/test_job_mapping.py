from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.job_builders import CHECKPOINT, NOW, job, running, upload
from voc.domain.difference import Aspect, CodeChange, DifferenceSummary
from voc.domain.job import Job
from voc.domain.job_work import (
    DifferenceOrder,
    DifferenceResult,
    ExportOrder,
    ExportResult,
    ImportCounts,
    ImportOrder,
    ImportResult,
    ReanalysisOrder,
    ReanalysisResult,
)
from voc.domain.paired import PairedAgreement
from voc.domain.reviewing.comparing import Disputed
from voc.storage.jobs import Jobs
from voc.storage.uploads import Uploads

DIFFERENCE = DifferenceSummary(9, 2, ((Aspect.CAUSES, 2),), (CodeChange("rule", 1, 0),))
AGREEMENT = PairedAgreement(Disputed.CAUSES, 3, 1, 2, 4)
IMPORT = ImportOrder("F-1", "热线")


@pytest.mark.parametrize(
    "stored",
    [
        job(order=IMPORT),
        running(order=IMPORT),
        replace(running(order=IMPORT), checkpoint=CHECKPOINT, done_count=6, share=0.25, cancel_requested=True),
        running(order=IMPORT).failed("文件打不开", at=NOW),
        running(order=IMPORT).done(ImportResult(ImportCounts(1, 2, 3, 4), 5, ("第 1 行",)), at=NOW),
        running(order=ReanalysisOrder("m1", "rules", True)).done(ReanalysisResult("v", 9, True, DIFFERENCE), at=NOW),
        running(order=DifferenceOrder("m1")).done(DifferenceResult("v", DIFFERENCE, (AGREEMENT,)), at=NOW),
        running(order=ExportOrder("2026-W45")).done(ExportResult(("a.xlsx", "b.xlsx")), at=NOW),
    ],
    ids=lambda stored: f"{stored.kind} {stored.state}",
)
def test_a_job_comes_back_as_it_was_stored(session: Session, stored: Job) -> None:
    Uploads(session).add(upload("F-1"))
    Jobs(session).enqueue(stored)
    assert Jobs(session).get(stored.id) == stored
