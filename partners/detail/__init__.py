"""What anybody may read about one organisation."""
