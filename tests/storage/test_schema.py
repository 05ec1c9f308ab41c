from voc.storage.schema import TABLE_MODULES, metadata


def test_all_tables_are_known_together() -> None:
    assert {"record", "contact", "analysis", "review", "review_task", "appeal"} <= set(metadata.tables)
    assert all(module.__name__.endswith("tables") for module in TABLE_MODULES)
