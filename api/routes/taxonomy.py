"""Causes, factors and business objects."""

from fastapi import APIRouter

from api.deps import CurrentParts, permit
from api.schemas.taxonomy import CauseOut, FactorOut, TaxonomyOut
from voc.domain.permission import Action
from voc.domain.taxonomy import Cause

router = APIRouter(prefix="/taxonomy", tags=["分类"])


@router.get("", dependencies=[permit(Action.TAXONOMY_READ)])
def get(parts: CurrentParts) -> TaxonomyOut:
    """三类原因、各自的因子、业务对象。"""
    taxonomy = parts.taxonomy
    causes = [
        CauseOut(
            code=cause.value,
            label=taxonomy.cause_label(cause),
            factors=[FactorOut.model_validate(factor) for factor in taxonomy.factors_of(cause)],
        )
        for cause in Cause
    ]
    return TaxonomyOut(version=taxonomy.version, causes=causes, business_objects=sorted(parts.objects.by_name))
