"""Agreements as files."""
