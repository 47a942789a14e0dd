"""What changes the catalogue."""

from glueckauf.catalogue.actions.import_national import Report, import_national
from glueckauf.catalogue.actions.publish import Published, publish_editions, publish_revisions
