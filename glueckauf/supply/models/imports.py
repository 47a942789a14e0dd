"""Files somebody brought at the desk, and what the engine said. A file becomes one revision, or is deleted with all that was said."""

from django.db import models

from glueckauf.supply.models.grid import NETWORKS
from glueckauf.supply.models.visibility import OperatorQuerySet, OperatorRow
from glueckauf.supply.rules.imports import Outcome


class GridFile(OperatorRow):
    """What came. Never changed."""

    network = models.CharField(max_length=10, choices=NETWORKS)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(help_text="Bytes of the grid, without profiles.")
    content = models.CharField(max_length=64, help_text="Hash in the file store.")
    series = models.CharField(max_length=64, blank=True, help_text="Hash of the profiles, empty: none.")
    profile_year = models.CharField(max_length=80, help_text="What the profiles are of, in words.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["GridFile"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["tenant", "-at"], name="grid_file_of_operator")]

    def __str__(self) -> str:
        return f"{self.network} {self.name}"


class GridLook(OperatorRow):
    """What the engine found in a file beside the revision `against`, which was in force then. The latest row counts."""

    file = models.ForeignKey(GridFile, on_delete=models.CASCADE, related_name="looks")
    against = models.PositiveIntegerField(help_text="Number of the revision it was compared with; 0: there was none.")
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome])
    format = models.CharField(max_length=20, blank=True)
    summary = models.JSONField(help_text="The preview; empty for a refused file.")
    kept = models.CharField(max_length=64, blank=True, help_text="Hash in the file store of what a revision would keep.")
    places = models.JSONField(help_text="[place, reason] of what is wrong, the first hundred.")
    count = models.PositiveIntegerField(help_text="Of all that is wrong.")
    at = models.DateTimeField()

    objects = OperatorQuerySet["GridLook"].as_manager()


class GridLookTurn(models.Model):
    """A file that waits for the engine. Read by workers before they know a tenant; holds no value of a grid."""

    file = models.OneToOneField(GridFile, on_delete=models.CASCADE, primary_key=True, related_name="turn")
    tenant = models.CharField(max_length=40)
    holder = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField(help_text="A lease: after it another worker may look.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often somebody began to look.")

    class Meta:
        indexes = [models.Index(fields=["until"], name="grid_look_free")]
