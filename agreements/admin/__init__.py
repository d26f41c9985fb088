"""Agreements in the staff area; to look at, because every change goes through the workbench and its steps."""

from agreements.admin import agreements

__all__ = ["agreements"]
