"""What runs processes: environment, embedded PostgreSQL, supervisor, logs, backup."""
