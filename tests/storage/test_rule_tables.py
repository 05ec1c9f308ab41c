import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Engine

from tests.job_builders import job
from tests.storage.builders import NOW, analysis, call, hashed
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts
from voc.storage.engine import SchemaState, migration_config, schema_state, sessions, upgrade
from voc.storage.jobs import Jobs
from voc.storage.records import Records
from voc.storage.rule_proposals import ProposalFilter, RuleProposals
from voc.storage.rule_tables import RuleProposalRow


def test_a_database_from_before_rules_were_proposed_keeps_its_data(blank: Engine) -> None:
    with blank.begin() as connection:
        command.upgrade(migration_config(connection), "0005")
    with sessions(blank).begin() as session:
        (key,) = Records(session).store("crm", hashed(call("C-1", "转账转不出去")), at=NOW).contact_keys
        Analyses(session).save([(key, 1, analysis("C-1"))], at=NOW)
        Jobs(session).enqueue(job())
    assert schema_state(blank) is SchemaState.BEHIND
    upgrade(blank)
    assert schema_state(blank) is SchemaState.CURRENT
    with sessions(blank).begin() as session:
        (stored,) = Contacts(session).load([key])
        assert stored.contact.id == "C-1"
        assert Analyses(session).current(key) is not None
        assert Jobs(session).get("J-1") == job()
        assert RuleProposals(session).find(ProposalFilter()) == ()


def test_what_is_listed_by_is_indexed(engine: Engine) -> None:
    columns = [index["column_names"] for index in sa.inspect(engine).get_indexes(RuleProposalRow.__tablename__)]
    assert sorted(columns) == [["proposer"], ["state"]]
