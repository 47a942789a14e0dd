"""What the catalogue does by itself: editions take effect at midnight in Germany."""

from datetime import datetime, timedelta

from glueckauf.catalogue.actions import publish_editions
from glueckauf.core.jobs import job
from glueckauf.identity.rules.actor import Rule


@job("catalogue.editions", every=timedelta(minutes=1))
def begin_editions(at: datetime) -> None:
    """Publishes what is in effect today and was not yesterday; nothing to do costs two statements."""
    publish_editions(Rule(tenant="", name="catalogue"), at)
