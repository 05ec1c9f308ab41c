from voc.storage.schema import MODULES, compared, metadata


def test_all_tables_are_known_whichever_module_declares_them() -> None:
    assert {"record", "contact", "analysis", "review", "review_task", "appeal", "search_text", "rule_proposal"} <= set(
        metadata.tables
    )
    assert all(module.__name__.endswith("tables") for module in MODULES)


def test_only_tables_of_the_search_index_are_left_out_of_comparisons() -> None:
    assert not compared("search_index", "table", {})
    assert compared("search_text", "table", {})
    assert compared("search_index", "column", {})
    assert compared(None, "schema", {})
