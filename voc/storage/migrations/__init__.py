"""Changes of the tables, in order; applied by `voc.storage.engine.upgrade`."""
