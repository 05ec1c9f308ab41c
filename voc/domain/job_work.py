"""What jobs are asked to do, how far an import is, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from voc.domain.difference import DifferenceSummary
from voc.domain.paired import PairedAgreement


class JobKind(StrEnum):
    IMPORT = "import"
    REANALYSIS = "reanalysis"
    EXPORT = "export"
    DIFFERENCE = "difference"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    JobKind.IMPORT: "导入",
    JobKind.REANALYSIS: "重新分析",
    JobKind.EXPORT: "导出",
    JobKind.DIFFERENCE: "差异报告",
}


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """An uploaded file into the database, under the name of a source."""

    upload_id: str
    source: str


@dataclass(frozen=True, slots=True)
class ReanalysisOrder:
    """All contacts by another model, or other rules.

    `model` is an id of the registry, None for the one in use; `rules` the id of a set, or a folder of this machine with
    its whole path, None for those in use. The new analyses lie beside those that count, unless they are to be adopted:
    then they count, all at once at the end.
    """

    model: str | None = None
    rules: str | None = None
    adopt: bool = False


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """The workbooks of one ISO week, such as `2026-W45`."""

    week: str


@dataclass(frozen=True, slots=True)
class DifferenceOrder:
    """A report on what a model of the registry would change, with the rules in use; nothing of it is stored."""

    model: str


JobOrder = ImportOrder | ReanalysisOrder | ExportOrder | DifferenceOrder


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What became of the records of a file so far."""

    new_count: int = 0
    changed_count: int = 0
    unchanged_count: int = 0
    analysed_count: int = 0

    @property
    def record_count(self) -> int:
        return self.new_count + self.changed_count + self.unchanged_count

    def plus(self, other: "ImportCounts") -> "ImportCounts":
        """
        >>> ImportCounts(1, 2, 3, 4).plus(ImportCounts(new_count=1)).record_count
        7
        """
        return ImportCounts(
            self.new_count + other.new_count,
            self.changed_count + other.changed_count,
            self.unchanged_count + other.unchanged_count,
            self.analysed_count + other.analysed_count,
        )


@dataclass(frozen=True, slots=True)
class ImportCheckpoint:
    """How far an import is: the records counted are stored; the contacts of `pending` still want their analysis.

    `code` is the version of the program that read the file: another one may read it otherwise.
    """

    code: str
    counts: ImportCounts = ImportCounts()
    pending: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import came to. `first_errors` say why the first rows were set aside, and quote nothing."""

    counts: ImportCounts
    rejected_count: int
    first_errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReanalysisResult:
    """What another version says. `version` is that version; `adopted`: its analyses count now."""

    version: str
    analysed_count: int
    adopted: bool
    difference: DifferenceSummary


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The names of the files that were written."""

    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferenceResult:
    """What another version would change, and whether it agrees with people more often."""

    version: str
    difference: DifferenceSummary
    agreement: tuple[PairedAgreement, ...]


JobResult = ImportResult | ReanalysisResult | ExportResult | DifferenceResult


_KINDS: Mapping[type[JobOrder], JobKind] = {
    ImportOrder: JobKind.IMPORT,
    ReanalysisOrder: JobKind.REANALYSIS,
    ExportOrder: JobKind.EXPORT,
    DifferenceOrder: JobKind.DIFFERENCE,
}


def kind_of(order: JobOrder) -> JobKind:
    return _KINDS[type(order)]
