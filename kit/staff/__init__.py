"""Ground for the staff admin (``/verwaltung/``): pages one can work in all day, for any app above.

Knows no app and no role: who may do what is asked of a ``Rights`` object that the roof hands to the site.
"""
