"""Use cases: the only place where text analysis, files and storage meet. They get plain values, never settings."""
