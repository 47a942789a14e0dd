"""What core takes from the settings, by name. config sits above core, so values come through django.conf."""

from pathlib import Path

from django.conf import settings


def demo_clock_file() -> Path | None:
    """Where the demo keeps how far its clock runs ahead; None outside demo mode."""
    return Path(settings.GLUECKAUF.var) / "clock-offset" if settings.GLUECKAUF.is_demo else None
