"""What demo pages and the operator's page do."""

from glueckauf.portal.actions.demo import InletAway, answer, move_clock
from glueckauf.portal.actions.feedback import give_feedback
from glueckauf.portal.actions.operations import NotDead, check_chains, hand_over_mail, retry
from glueckauf.portal.actions.usage import count, flush
