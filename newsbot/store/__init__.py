"""The store: articles, their revisions, and what is known of every URL; in SQLite or MongoDB."""
