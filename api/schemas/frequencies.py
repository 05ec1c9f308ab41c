from typing import Any

from pydantic import Field

from api.schemas.base import Out
from voc.storage.counting import Statistics


class TotalsOut(Out):
    contacts: float
    dissatisfied: float
    pending: float = Field(description="待人工")
    unspecified: float
    by_cause: dict[str, float]
    primary: dict[str, float]
    attributed: int
    blameless: int = Field(description="座席无责")
    dissatisfied_share: float
    blameless_share: float
    blameless_interval: tuple[float, float]


class FrequenciesOut(Out):
    statistics: Statistics | None = Field(description="按部门看时为 null")
    totals: TotalsOut
    points: list[dict[str, Any]] = Field(description="痛点与痒点，格式同 voc painpoints --json")
    point_count: int
