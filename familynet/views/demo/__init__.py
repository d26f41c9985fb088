"""What only a demo shows: its letters, and the gallery of components."""
