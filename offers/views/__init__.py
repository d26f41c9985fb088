"""Public pages of the offers app."""
