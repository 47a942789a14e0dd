"""What changes the tenants."""

from glueckauf.cities.actions.sync_tenants import sync_tenants
