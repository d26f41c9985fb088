"""Offers for other programs: calendars and search engines."""
