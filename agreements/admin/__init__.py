"""Agreements in the staff area; to look at, because every change goes through the workbench and its steps."""

from agreements.admin import agreements, templates

__all__ = ["agreements", "templates"]
