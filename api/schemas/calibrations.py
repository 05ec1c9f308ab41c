from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.agreement import AgreementOut
from api.schemas.base import In, Out, Word
from api.schemas.named import NamedOut, these
from voc.domain.reviewing.calibration import CalibrationSession
from voc.domain.reviewing.tasks import TaskState
from voc.services.reviews.calibrating import CalibrationResult

Key = Annotated[int, Field(ge=1, le=2**31 - 1)]


class CalibrationIn(In):
    name: Word = Field(examples=["十一月校准"])
    expert: Word = Field(description="对照的专家，用户编号；不能同时是质检员", examples=["u-zhaolei"])
    inspectors: list[Word] = Field(min_length=1, max_length=100, examples=[["u-wangfang", "u-lina"]])
    contact_keys: list[Key] = Field(min_length=1, max_length=200, description="接触的键", examples=[[1, 2]])


class CalibrationOut(NamedOut):
    """The same contacts for everybody, answered in everyone's own queue (/tasks/next)."""

    id: str
    name: str
    expert: str = Field(description="用户编号")
    inspectors: list[str]
    contact_keys: list[int]
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None = Field(description="null 为还没有结束")
    version: int = Field(description="结束时作 If-Match；也是 ETag")

    def people(self) -> frozenset[str]:
        return these(self.expert, *self.inspectors, self.opened_by)

    @classmethod
    def of(cls, calibration: CalibrationSession) -> "CalibrationOut":
        return cls.model_validate(calibration)


class WholeCalibrationOut(Out):
    calibration: CalibrationOut
    tasks: dict[TaskState, int] = Field(description="各状态的任务数")


class ResultOut(Out):
    """How far the inspectors agree among each other, and each of them with the expert."""

    calibration: CalibrationOut
    among: AgreementOut = Field(description="质检员之间")
    beside_expert: dict[str, AgreementOut] = Field(description="每人（用户编号）与专家")

    @classmethod
    def of(cls, result: CalibrationResult) -> "ResultOut":
        beside = {who: AgreementOut.of(report) for who, report in result.beside_expert.items()}
        return cls(
            calibration=CalibrationOut.of(result.calibration),
            among=AgreementOut.of(result.among),
            beside_expert=beside,
        )
