"""Empty room in the floor plan; see docs/architecture.md."""
