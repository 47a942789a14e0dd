"""Pages of the portal, one resource each."""
