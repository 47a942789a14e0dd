"""What changes the catalogue."""

from glueckauf.catalogue.actions.publish import Published, publish_revisions
