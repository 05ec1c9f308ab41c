from api.schemas.base import Out


class FactorOut(Out):
    code: str
    label: str
    description: str
    indicator: str
    jrt_0169: str


class CauseOut(Out):
    code: str
    label: str
    factors: list[FactorOut]


class TaxonomyOut(Out):
    version: str
    causes: list[CauseOut]
    business_objects: list[str]
