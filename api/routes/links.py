"""Teams, departments, and the tables that say who belongs to what."""

from typing import Annotated

from fastapi import APIRouter, Body

from api.deps import CurrentParts, Reading, Stamped, Writing, permit
from api.responses import refusals
from api.schemas.links import LinkedOut, TeamOut
from voc.domain.permission import Action
from voc.services.linking import link_agents, link_users
from voc.storage.links import Links

router = APIRouter(tags=["班组与部门"])
read = [permit(Action.TEAM_READ)]
write = [permit(Action.USER_WRITE)]

AGENTS = "agent_id,team\nA17,电子银行一班\n"
USERS = "name,roles,agent_id,team,departments\nwangfang,质检员,,,\nliqiang,座席,A17,,\n"


@router.get("/teams", dependencies=read)
def list_teams(session: Reading) -> list[TeamOut]:
    """班组与其座席。"""
    links = Links(session)
    return [TeamOut(name=name, agents=list(links.agents_of(name))) for name in links.teams()]


@router.get("/departments", dependencies=read)
def list_departments(session: Reading, parts: CurrentParts) -> list[str]:
    """业务部门：部门对应表里的，与用户关联的。"""
    return sorted({*parts.access.departments.departments, *Links(session).departments()})


@router.post("/links/agents", dependencies=write, responses=refusals(409, 415))
def import_agents(
    table: Annotated[str, Body(media_type="text/csv", max_length=2_000_000, examples=[AGENTS])],
    session: Writing,
    stamp: Stamped,
) -> LinkedOut:
    """导入座席与班组（CSV：agent_id,team），全部生效或全不生效。"""
    return LinkedOut.model_validate(link_agents(session, table, stamp=stamp))


@router.post("/links/users", dependencies=write, responses=refusals(409, 415))
def import_users(
    table: Annotated[str, Body(media_type="text/csv", max_length=2_000_000, examples=[USERS])],
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
) -> LinkedOut:
    """导入用户与其角色、座席、班组、部门（CSV），没有的用户会添加；全部生效或全不生效。"""
    linked = link_users(
        session,
        table,
        departments=parts.access.departments.departments,
        new_id=parts.new_id,
        passwords=parts.passwords,
        stamp=stamp,
    )
    return LinkedOut.model_validate(linked)
