"""Organisations with site, contacts and operator from tables; what a row means, and how it becomes records."""

from partners.imports.organizations import OrganizationImport

__all__ = ["OrganizationImport"]
