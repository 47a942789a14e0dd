"""What was published: a Leistung in one city as a revision that never changes, and each publication with what it left current.

Public data, no row of a tenant or person: read by everyone, before any tenant is known.
"""

from django.db import models

from glueckauf.catalogue.models.plain import PlainField


class Revision(models.Model):
    """One state of a Leistung in one city, with texts and letters. An Antrag keeps its revision for life, so a row is never changed."""

    leistung = models.SlugField(max_length=60)
    kommune = models.SlugField(max_length=40)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … for this Leistung in this city.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content as canonical JSON.")
    content = PlainField(help_text="Merged leistung.yaml, the city's change, texts as HTML, letter templates.")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leistung", "kommune", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.kommune}/{self.leistung}/{self.number}"


class Publication(models.Model):
    """One reading of folders and editions. The latest says which revisions are current; the fingerprint of the folders and the ids of
    the editions in effect tell that nothing changed since."""

    fingerprint = models.CharField(max_length=64)
    current = models.JSONField(help_text="Ids of the revisions that are current.")
    editions = models.JSONField(default=list, help_text="Ids of the editions that were in effect.")
    problems = models.JSONField(help_text="What was broken, as printed by catalogue_check; its last good revision stays current.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
