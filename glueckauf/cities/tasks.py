"""Repeated jobs of the worker."""

from datetime import datetime, timedelta

from glueckauf.cities import actions
from glueckauf.core.jobs import job


@job("cities.lay_out", every=timedelta(hours=3), lease=timedelta(minutes=30))
def lay_out(at: datetime) -> None:
    """Appointments can be booked up to the same number of days ahead, today as yesterday."""
    actions.lay_out_all(at=at)
