"""``/intern/import/``: tables come in, are checked, looked at and taken over."""
