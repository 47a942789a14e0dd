"""What is watched: series by night flow, CUSUM and burst, groups by last gasp. Their owner says what, and what is of one cause."""

from datetime import datetime

from django.db import IntegrityError, transaction

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.telemetry.actions.device import AlreadyThere
from glueckauf.telemetry.models import Series, Watch
from glueckauf.telemetry.rules.finding import Detector

By = Clerk | Rule


def watch_series(series: str, detector: Detector, *, cause: str = "", by: By, at: datetime) -> None:
    """Its values. Findings with the same `cause` are one alarm; without, it is the series' own. Raises NotFound, AlreadyThere."""
    with writing(by):
        row = Series.objects.visible_to(by).filter(key=series).first()
        if row is None:
            raise NotFound
        of_own = cause or f"{detector}:{series}"
        new(Watch(tenant=by.tenant, detector=detector, series=row, subject=series, cause=of_own, actor=by.code, at=at))


def watch_group(group: str, *, by: By, at: datetime) -> None:
    """Devices of this group that fall silent together. Raises AlreadyThere."""
    with writing(by):
        new(Watch(tenant=by.tenant, detector=Detector.LAST_GASP, group=group, cause=f"last_gasp:{group}", actor=by.code, at=at))


def end_watch(detector: Detector, *, series: str = "", group: str = "", by: By, at: datetime) -> None:
    """Nothing is found by it any more; open alarms stay. Raises NotFound."""
    with writing(by):
        rows = Watch.objects.visible_to(by).filter(detector=detector, ended_at=None, group=group, subject=series)
        if not rows.update(ended_at=at, ended_by=by.code):
            raise NotFound


def new(row: Watch) -> None:
    """Once."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise AlreadyThere(key=row.cause) from None
