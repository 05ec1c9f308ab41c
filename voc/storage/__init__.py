"""Tables, mapping, repositories, engine and migrations: the only place that knows the database."""
