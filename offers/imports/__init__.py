"""Offers with their dates, prices and places from tables; what a row means, and how it becomes records."""

from offers.imports.offers import OfferImport

__all__ = ["OfferImport"]
