"""Who may open what: the truth tables behind the access matrix."""
