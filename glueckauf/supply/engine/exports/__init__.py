"""Our grids become files."""
