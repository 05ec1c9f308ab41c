"""How often what hurts, and the weekly workbooks of it."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath

from api.access_log import note_shown
from api.deps import CurrentParts, Stamped, permit, turns
from api.filters import AskedContacts
from api.responses import refusals
from api.schemas.base import WEEK, Word
from api.schemas.frequencies import FrequenciesOut, TotalsOut
from voc.domain.permission import Action, Reach
from voc.domain.week import Week
from voc.errors import InputError, NotFoundError
from voc.export.points import points_record
from voc.services.frequencies import PointFilter, frequencies
from voc.services.views import counting_view
from voc.services.weekly import build_weekly, export_weekly, latest_version

router = APIRouter(tags=["频次与导出"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Department = Annotated[Word | None, Query(description="按哪个部门看；业务部门只能看自己的")]


@router.get("/frequencies", dependencies=[turns()], responses=refusals(404))
def get_frequencies(
    reach: Annotated[Reach, permit(Action.FREQUENCY_READ)],
    stamp: Stamped,
    parts: CurrentParts,
    contacts: AskedContacts,
    code: Annotated[Word | None, Query(description="原因或因子：编号或中文名")] = None,
    business_object: Word | None = None,
    department: Department = None,
    top: Annotated[int, Query(ge=1, le=500)] = 20,
) -> FrequenciesOut:
    """痛点与痒点：次数、占比与区间、逐周变化、原话。座席与班组长只数自己的。原话出自的接触记入访问日志。"""
    if business_object is not None and business_object not in parts.objects.by_name:
        raise InputError("业务对象表里没有这一项")
    wanted = PointFilter(None if code is None else parts.taxonomy.find(code), business_object)
    zone = parts.settings.timezone
    with parts.store.look() as session:
        view = counting_view(session, reach=reach, access=parts.access, department=department)
        contacts = replace(contacts, agents=view.agents)
        found = frequencies(session, contacts, wanted, objects=parts.objects, zone=zone, seen=view)
    note_shown(parts, stamp, dict.fromkeys(key for point in found.points[:top] for key in point.quoted_keys))
    return FrequenciesOut(
        statistics=None if view.department is not None else found.statistics,
        totals=TotalsOut.model_validate(found.totals),
        points=points_record(found.points[:top], parts.taxonomy),
        point_count=len(found.points),
    )


@router.get(
    "/exports/weekly/{week}",
    response_class=Response,
    dependencies=[turns()],
    responses=refusals(404) | {200: {"content": {XLSX: {}}, "description": "工作簿"}},
)
def get_weekly(
    week: Annotated[str, InPath(pattern=WEEK, examples=["2026-W45"])],
    reach: Annotated[Reach, permit(Action.EXPORT_READ)],
    stamp: Stamped,
    parts: CurrentParts,
    department: Department = None,
) -> Response:
    """一周的工作簿（xlsx）。引了原话的接触记入访问日志。"""
    with parts.store.look() as session:
        view = counting_view(session, reach=reach, access=parts.access, department=department)
        reports = build_weekly(
            session,
            Week.parse(week),
            departments=view.departments,
            objects=parts.objects,
            zone=parts.settings.timezone,
            version=latest_version(session),
            agents=view.agents,
        )
    own = tuple(report for report in reports if report.department == view.label)
    with tempfile.TemporaryDirectory(prefix="voc-") as folder:
        paths = export_weekly(own, Path(folder), taxonomy=parts.taxonomy, zone=parts.settings.timezone)
        if not paths:
            raise NotFoundError("这一周及之前没有接触")
        note_shown(parts, stamp, dict.fromkeys(key for report in own for key in report.quoted_keys))
        content, name = paths[0].read_bytes(), paths[0].name
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})
