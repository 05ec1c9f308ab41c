from voc.storage.schema import compared, metadata


def test_all_tables_are_known_whichever_module_declares_them() -> None:
    assert {"record", "contact", "analysis", "search_text"} <= set(metadata.tables)


def test_only_tables_of_the_search_index_are_left_out_of_comparisons() -> None:
    assert not compared("search_index", "table", {})
    assert compared("search_text", "table", {})
    assert compared("search_index", "column", {})
    assert compared(None, "schema", {})
