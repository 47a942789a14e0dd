"""Grids and their revisions. The model itself lies in the file store under its hash: megabytes that are read whole, or not at all."""

from django.db import models

from glueckauf.supply.models.visibility import OperatorQuerySet, OperatorRow

NETWORKS = [("power", "Strom"), ("water", "Wasser"), ("gas", "Gas"), ("heat", "Wärme")]


class Grid(OperatorRow):
    """One network of one operator. Its row is the lock under which promises are written."""

    network = models.CharField(max_length=10, choices=NETWORKS)

    objects = OperatorQuerySet["Grid"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "network"], name="grid_once")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.network}"


class GridRevision(OperatorRow):
    """One import, never changed. It is in force once and as long as the latest release is of it."""

    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    file = models.OneToOneField(
        "supply.GridFile",
        on_delete=models.PROTECT,
        null=True,
        related_name="revision",
        help_text="As somebody brought it at the desk; null: by command.",
    )
    format = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="Of the file as it came.")
    model = models.CharField(max_length=64, help_text="Hash in the file store: our own format for power, else the file itself.")
    series = models.CharField(max_length=64, blank=True, help_text="Hash of the profiles, empty: none.")
    profile_year = models.CharField(max_length=80, help_text="What the profiles are of, in words.")
    is_synthetic = models.BooleanField(help_text="Invented: said wherever it is used.")
    summary = models.JSONField(help_text="The preview: counts, islands, what is not supplied, what changed.")
    limits = models.JSONField(help_text="Name -> value and source.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["GridRevision"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid", "number"], name="grid_revision_once")]

    def __str__(self) -> str:
        return f"{self.grid_id} {self.number}"


class GridRelease(OperatorRow):
    """From now on this revision counts. The latest row wins; going back is another row."""

    revision = models.ForeignKey(GridRevision, on_delete=models.PROTECT, related_name="releases")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["GridRelease"].as_manager()
