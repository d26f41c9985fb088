"""The staff admin as a whole: its site and who may what in it."""
