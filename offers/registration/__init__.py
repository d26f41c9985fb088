"""How a family gets a place, what it costs, and whether there is one."""
