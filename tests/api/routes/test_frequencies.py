from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.api.serving import Caller
from tests.api.world import OUR_DEPARTMENT, OURS, THEIR_DEPARTMENT, World
from voc.domain.account import Role


def _counted(caller: Caller, **asked: str) -> dict[str, object]:
    answer = caller.get("frequencies", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_points_come_with_totals_and_counts(lead: Caller) -> None:
    found = _counted(lead)
    assert found["statistics"]["contact_count"] == found["totals"]["contacts"] == 3  # type: ignore[index]
    assert found["point_count"] == len(found["points"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "count"), [({"code": "规则产生"}, 1), ({"business_object": "信用卡"}, 0), ({"top": "1"}, 1)]
)
def test_points_are_narrowed(lead: Caller, asked: dict[str, str], count: int) -> None:
    assert len(_counted(lead, **asked)["points"]) == count  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"code": "天气"}, {"business_object": "天气"}, {"top": "0"}, {"week": "x"}], ids=str)
def test_what_there_is_not_is_refused(lead: Caller, wrong: dict[str, str]) -> None:
    assert lead.get("frequencies", params=wrong).status_code == 422


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEAD])
def test_agents_and_their_leads_count_their_own(world: World, role: Role) -> None:
    found = _counted(world.service.signed_in(world.people[role]))
    assert found["totals"]["contacts"] == 1  # type: ignore[index]
    assert [point["contact_ids"] for point in found["points"]] == [[OURS]]  # type: ignore[attr-defined,index]


def test_a_department_counts_its_own_and_is_not_told_how_many_there_are(world: World) -> None:
    found = _counted(world.service.signed_in(world.people[Role.DEPARTMENT]))
    assert found["statistics"] is None
    assert found["totals"]["contacts"] == 1  # type: ignore[index]


def test_an_unknown_department_is_not_found(lead: Caller) -> None:
    assert lead.get("frequencies", params={"department": "没有的"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "asked", "name"),
    [
        (Role.QA_LEAD, {}, "全部"),
        (Role.PRODUCT, {"department": THEIR_DEPARTMENT}, THEIR_DEPARTMENT),
        (Role.DEPARTMENT, {}, OUR_DEPARTMENT),
        (Role.TEAM_LEAD, {}, "一班"),
        (Role.AGENT, {}, "本人"),
    ],
)
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_a_weeks_workbook_is_of_what_its_reader_may_count(
    world: World, role: Role, asked: dict[str, str], name: str
) -> None:
    caller = world.service.signed_in(world.people[role])
    answer = caller.get("exports/weekly/2026-W45", params=asked)
    assert answer.status_code == 200
    assert "2026-W45" in answer.headers["content-disposition"]
    book = load_workbook(BytesIO(answer.content))
    shown = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert any(name in text for text in shown)
    if role in (Role.AGENT, Role.TEAM_LEAD, Role.DEPARTMENT):
        assert not any("C-THEIRS" in text for text in shown)


def test_a_week_before_there_was_anything_has_no_workbook(lead: Caller) -> None:
    assert lead.get("exports/weekly/2020-W01").status_code == 404
    assert lead.get("exports/weekly/2026-W60").status_code == 422
