"""The register of all municipalities as an operator imported it from Destatis. Public data, no row of a tenant or person."""

from django.db import models


class RegisterImport(models.Model):
    """One reading of a file. The latest says what is remembered; `date` is the day the file speaks of."""

    file = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    date = models.DateField(null=True)
    report = models.JSONField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()


class RegisterRegion(models.Model):
    """What lies above a Kommune: Land (2 digits), Regierungsbezirk (3), Kreis (5), Verband (9)."""

    code = models.CharField(primary_key=True, max_length=9)
    level = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    seat = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.code


class RegisterKommune(models.Model):
    """One municipality. It stays when a newer file does not have it any more, marked with the import that missed it."""

    ars = models.CharField(primary_key=True, max_length=12)
    ags = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    inhabitants = models.PositiveIntegerField()
    seat = models.CharField(max_length=5, blank=True, help_text="Postcode of the town hall.")
    has_more = models.BooleanField(help_text="The file says that there are more postcodes than that of the seat.")
    since = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, related_name="+", help_text="First seen.")
    gone = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, related_name="+", null=True, help_text="First missed.")

    def __str__(self) -> str:
        return self.ars


class RegisterPostcode(models.Model):
    """A postcode of a Kommune; several rows where it is shared."""

    postcode = models.CharField(max_length=5)
    ags = models.CharField(max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["postcode", "ags"], name="postcode_once")]


class RegisterMerger(models.Model):
    """A Kommune that became part of another one."""

    old = models.CharField(primary_key=True, max_length=12, help_text="Its ARS.")
    into = models.CharField(max_length=12, help_text="ARS of the Kommune it belongs to since.")
    name = models.CharField(max_length=120, blank=True, help_text="Of the old one, where no file had it.")
    since = models.DateField()
    source = models.CharField(max_length=200, blank=True)
