"""Where the tables of a hunt lie and its SQL runs: one protocol, DuckDB on one machine, Spark on many."""
