"""Pages of the editor: for the city's own administrator, below /schreibtisch/leistungen/."""
