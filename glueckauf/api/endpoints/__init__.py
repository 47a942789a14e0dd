"""One file each. Importing this registers them all, in the order of the documentation."""

from glueckauf.api.endpoints import kommunen, leistungen, leistung, form, xzufi, outages, dcat, responsibility, openapi  # noqa: I001 - order of the documentation
