"""Django database engine for a PostgreSQL server named by DATABASE_URL."""
