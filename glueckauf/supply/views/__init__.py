"""Pages of supply: what a city's people see, and the desk of the operator."""
