"""Studies of a whole grid. What became of one stands in its steps; each finished part is a row, so nothing is computed twice or lost."""

from django.db import models

from glueckauf.supply.models.grid import GridRevision
from glueckauf.supply.models.visibility import OperatorQuerySet, OperatorRow
from glueckauf.supply.rules.studies import WORDS, State, Waits


class Study(OperatorRow):
    """What was asked, on which revision, cut into which parts. Never changed."""

    kind = models.CharField(max_length=10, choices=[(kind.value, word) for kind, word in WORDS.items()])
    revision = models.ForeignKey(GridRevision, on_delete=models.PROTECT, related_name="+")
    asked = models.JSONField(help_text="Parameters, and what was promised in the grid when it was asked.")
    about = models.JSONField(help_text="What a reader of the rows must know: quarter-hours of the year, sensors.")
    parts = models.JSONField(help_text="Plain values of each part, by number; weight: how long it takes beside the others.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["Study"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["tenant", "-at"], name="study_of_operator")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class StudyStep(OperatorRow):
    """What became of it, by whom and when; the latest row is its state."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    reason = models.CharField(max_length=60, blank=True, help_text="Of a failure: the class of what went wrong.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["StudyStep"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["study", "id"], name="study_step_latest")]


class StudyPart(OperatorRow):
    """A part that was computed."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="done")
    number = models.PositiveIntegerField()
    rows = models.JSONField()
    solver = models.CharField(max_length=120)
    runner = models.CharField(max_length=10, help_text="engine or dask.")
    seconds = models.FloatField(help_text="Of one core.")
    at = models.DateTimeField()

    objects = OperatorQuerySet["StudyPart"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="study_part_once")]


class StudyResult(OperatorRow):
    """The rows of all parts, merged once."""

    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="result")
    rows = models.JSONField(help_text="What needs somebody's eye comes first.")

    objects = OperatorQuerySet["StudyResult"].as_manager()


class StudyWait(OperatorRow):
    """Nobody could compute it from `at` on; `ended_at`: until a part came, or it ended."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="waits")
    reason = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Waits])
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = OperatorQuerySet["StudyWait"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study"], condition=models.Q(ended_at=None), name="study_wait_once")]


class StudyTurn(models.Model):
    """A study that runs or waits, and who computes it until when. Read by workers before they know a tenant; holds no value of a grid."""

    study = models.OneToOneField(Study, on_delete=models.CASCADE, primary_key=True, related_name="turn")
    tenant = models.CharField(max_length=40)
    holder = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField(help_text="A lease: whoever holds it moves it on; after it anybody may go on.")

    class Meta:
        indexes = [models.Index(fields=["until"], name="study_turn_free")]
