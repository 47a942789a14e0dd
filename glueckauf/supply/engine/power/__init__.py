"""Power: grid, switching, load flow, the year of a connection, hosting capacity, outages, state estimation."""
