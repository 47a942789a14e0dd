"""Supply networks: power, gas, heat and water of an operator; answers connection requests and keeps the state of the grids."""
