"""The offer search: an index in the memory of each web process, fed from PostgreSQL (docs/adr/0010)."""
