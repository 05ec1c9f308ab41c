"""Teams, their agents, and departments."""

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.storage.account_tables import AgentRow, DepartmentRow, TeamRow
from voc.storage.bulk import insert_rows, rows_in


class Links:
    """Who belongs to what. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def teams(self) -> tuple[str, ...]:
        return tuple(sorted(self._session.scalars(sa.select(TeamRow.name))))

    def departments(self) -> tuple[str, ...]:
        return tuple(sorted(self._session.scalars(sa.select(DepartmentRow.name))))

    def agents_of(self, team: str) -> tuple[str, ...]:
        """Ids of a team's agents."""
        return tuple(sorted(self._session.scalars(sa.select(AgentRow.id).where(AgentRow.team == team))))

    def teams_of(self, agents: Iterable[str]) -> Mapping[str, str | None]:
        """The team of each agent that is known, by the agent's id."""
        found = rows_in(self._session, sa.select(AgentRow.id, AgentRow.team), AgentRow.id, agents)
        return {row.id: row.team for row in found}

    def add_teams(self, names: Collection[str]) -> None:
        """Make teams known; those that are stay."""
        fresh = sorted(set(names) - set(self.teams()))
        insert_rows(self._session, TeamRow, [{"name": name} for name in fresh])

    def add_departments(self, names: Collection[str]) -> None:
        """The same for departments."""
        fresh = sorted(set(names) - set(self.departments()))
        insert_rows(self._session, DepartmentRow, [{"name": name} for name in fresh])

    def place_agents(self, teams: Mapping[str, str | None]) -> None:
        """Put agents into (known) teams; others stay where they are."""
        known = set(self.teams_of(teams))
        insert_rows(self._session, AgentRow, [{"id": a, "team": teams[a]} for a in sorted(teams) if a not in known])
        table = AgentRow.__table__
        moved = [{"key": agent, "new_team": teams[agent]} for agent in sorted(known)]
        if moved:
            statement = sa.update(table).where(table.c.id == sa.bindparam("key"))
            self._session.execute(statement.values(team=sa.bindparam("new_team")), moved)
