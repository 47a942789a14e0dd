"""The national catalogue (LeiKa with OZG bundles) as an operator imported it. Public data, no row of a tenant or person."""

from django.db import models


class NationalImport(models.Model):
    """One reading of a file. The latest says what the catalogue holds; `report` is what was printed."""

    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    rows = models.PositiveIntegerField()
    report = models.JSONField(help_text="Counts, and the lines that were left out with their reason.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()


class NationalLeistung(models.Model):
    """One line. It stays when a newer file does not have it any more, marked with the import that missed it."""

    key = models.SlugField(primary_key=True, max_length=20, help_text="14 digits, or a stable key of our own where the file has none.")
    name = models.CharField(max_length=500)
    typ = models.CharField(max_length=10, blank=True, help_text="As the file says: 1, 2/3, 4a …")
    ozg_id = models.CharField(max_length=20, blank=True)
    ozg_name = models.CharField(max_length=300, blank=True)
    situation = models.CharField(max_length=120, blank=True)
    topic = models.CharField(max_length=120, blank=True)
    law = models.TextField(blank=True)
    words = models.TextField(blank=True, help_text="Synonyms and short names of laws, one a line.")
    since = models.ForeignKey(NationalImport, on_delete=models.PROTECT, related_name="+", help_text="First seen.")
    gone = models.ForeignKey(NationalImport, on_delete=models.PROTECT, related_name="+", null=True, help_text="First missed.")

    def __str__(self) -> str:
        return self.key
