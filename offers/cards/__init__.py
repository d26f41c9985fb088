"""Offers as cards of a result list: rows, words, HTML."""
