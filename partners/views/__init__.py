"""Pages of the partner register, one module per subject."""
