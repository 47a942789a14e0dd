"""Foreign formats become our grids. What an importer does not know is an error with a place, never dropped."""
