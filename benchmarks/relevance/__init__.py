"""Does the public search find what families mean? ``make search-eval`` answers on the demo network.

``queries.toml`` holds the queries with graded offers, ``metrics`` the numbers, ``engine`` the two searches compared.
"""
