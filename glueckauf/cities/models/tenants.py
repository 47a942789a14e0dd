"""The tenants: one row per Kommune (later also per network operator). Everything else about a city is data in kommunen/."""

from django.db import models


class Tenant(models.Model):
    """A Kommune or operator that owns rows. The key is the folder's name and stands in every row, so no join is needed to filter."""

    key = models.SlugField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=20, choices=[("kommune", "Kommune"), ("operator", "Netzbetreiber")])
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=2, unique=True)
    ars = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return self.key
