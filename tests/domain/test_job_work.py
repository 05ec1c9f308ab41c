import pytest

from voc.domain.job_work import ExportOrder, ImportCounts, ImportOrder, JobKind, JobOrder, ReanalysisOrder, kind_of


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        (ImportOrder("F-1", "default"), JobKind.IMPORT),
        (ReanalysisOrder(), JobKind.REANALYSIS),
        (ExportOrder("2026-W45"), JobKind.EXPORT),
    ],
)
def test_an_order_says_its_kind(order: JobOrder, kind: JobKind) -> None:
    assert kind_of(order) is kind


def test_counts_add_up_and_the_analysed_are_no_records() -> None:
    both = ImportCounts(1, 2, 3, 4).plus(ImportCounts(10, 20, 30, 40))
    assert both == ImportCounts(11, 22, 33, 44)
    assert both.record_count == 66


def test_every_kind_has_a_name() -> None:
    assert [kind.label for kind in JobKind] == ["导入", "重新分析", "导出", "差异报告"]
