from datetime import datetime

from pydantic import Field

from api.schemas.base import Out


class AuditEntryOut(Out):
    sequence: int
    at: datetime
    actor_id: str
    action: str
    object_kind: str
    object_id: str
    facts: str = Field(description="JSON：只有编号、代码与次数")
    hash: str


class VerifiedOut(Out):
    entries: int
    sealed_hours: int
    head: str = Field(description="最后一条的哈希；记在别处，日后可用来核对")
    broken: list[str] = Field(description="对不上的地方；空的为完好")
