"""Water: grid, EPANET in memory, closures, leaks."""
