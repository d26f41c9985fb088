"""The demo network (domain 8): fictional, deterministic, dated relative to the day it is loaded, removable at once."""
