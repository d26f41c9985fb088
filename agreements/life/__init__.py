"""What happens after the signatures: days to watch, letters about them, and what loses its basis."""
