"""Offers in the staff admin; tables appear on the start page in the order of these imports."""

from offers.admin import offers, runs, sessions, campaigns, events, media, instructors, lists, search_words  # noqa: F401, I001
