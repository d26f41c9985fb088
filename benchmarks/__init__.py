"""Measurements that stay in the repository: relevance of the search, speed of the pages."""
