from sqlalchemy.orm import Session

from voc.storage.links import Links


def test_teams_and_departments_are_known_once_and_sorted(session: Session) -> None:
    links = Links(session)
    for _ in range(2):
        links.add_teams(["二班", "一班"])
        links.add_departments(["电子银行部"])
    assert links.teams() == ("一班", "二班")
    assert links.departments() == ("电子银行部",)


def test_agents_are_placed_and_moved_and_others_stay(session: Session) -> None:
    links = Links(session)
    links.add_teams(["一班", "二班"])
    links.place_agents({"A1": "一班", "A2": "一班", "A3": None})
    links.place_agents({"A2": "二班", "A4": "二班"})
    assert links.agents_of("一班") == ("A1",)
    assert links.agents_of("二班") == ("A2", "A4")
    assert links.teams_of(["A1", "A3", "unknown"]) == {"A1": "一班", "A3": None}


def test_placing_nobody_does_nothing(session: Session) -> None:
    Links(session).place_agents({})
    assert Links(session).teams() == ()
