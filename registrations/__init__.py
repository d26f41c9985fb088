"""Registrations of families for offers, with their waiting lists and attendance (still empty)."""
