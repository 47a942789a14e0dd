"""What demo pages do."""

from glueckauf.portal.actions.demo import InletAway, answer, move_clock
