"""The schema's history; each step runs on SQLite and on PostgreSQL."""
