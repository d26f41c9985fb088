"""Finding organisations, and what people mean by a place."""
