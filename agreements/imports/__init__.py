"""A folder of old agreements: a table of core data and the scans, in one ZIP."""

from agreements.imports.agreements import AgreementImport

__all__ = ["AgreementImport"]
