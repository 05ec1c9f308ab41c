from pathlib import Path

from api.parts import open_parts
from voc.services.passwords import Passwords
from voc.settings import load_settings
from voc.storage.engine import SchemaState, schema_state


def test_everything_the_settings_name_is_opened_and_an_empty_database_set_up(tmp_path: Path) -> None:
    parts = open_parts(load_settings({"VOC_HOME": str(tmp_path)}))
    try:
        assert schema_state(parts.store.database) is SchemaState.CURRENT
        assert parts.passwords == Passwords()
        assert parts.registry.folder == tmp_path / "models"
        assert "电子银行部" in parts.access.departments.departments
        assert parts.worker is None
    finally:
        parts.store.database.dispose()
