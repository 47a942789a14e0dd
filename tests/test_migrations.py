"""Tables can be made, taken back and made again, and the models say nothing that the tables do not have."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from real_mail import House

pytestmark = pytest.mark.slow


@pytest.mark.django_db
def test_no_model_waits_for_its_migration():
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert said.getvalue().strip() == "No changes detected"


def test_every_migration_goes_forth_and_back(tmp_path):
    ours = [config.label for config in apps.get_app_configs() if config.name.startswith("glueckauf.") and has_migrations(config)]
    assert {"core", "identity", "mail"} <= set(ours)
    house = House(tmp_path)
    steps = "\n".join(f"call_command('migrate', {label!r}, 'zero', verbosity=0)" for label in reversed(ours))
    house.run("manage.py", "shell", "-v0", "-c", f"from django.core.management import call_command\n{steps}")
    house.run("manage.py", "migrate", "-v0")


def has_migrations(config):
    """Whether the app has tables of its own."""
    return any((Path(config.path) / "migrations").glob("0001*.py"))
