"""Reads of supply."""

from glueckauf.supply.queries.alarm_curves import curves
from glueckauf.supply.queries.alarms import Board, DeskAlarm, SensorRow, board, desk_alarm_of, sensors, sensors_of, shut_valves
from glueckauf.supply.queries.devices import DeviceRow, counts_of_devices, devices, to_register
from glueckauf.supply.queries.grid_download import grid_archive, grid_profiles
from glueckauf.supply.queries.grid_model import SILENT, WITHOUT_ENGINE, ask_engine, files_of
from glueckauf.supply.queries.grids import InForce, NoGrid, RevisionRow, grids_of, in_force, number_in_force, revisions
from glueckauf.supply.queries.imports import AskedAgain, FilePage, Imports, RevisionPage, asked_again, grid_file, imports, kommunen_of
from glueckauf.supply.queries.imports import revision as revision_page
from glueckauf.supply.queries.network import COMPUTED, NoState, network_answer
from glueckauf.supply.queries.network_element import ElementCard, element_card
from glueckauf.supply.queries.network_measured import ElementMeasured, Measured, MeasuredRow, element_measured, measured
from glueckauf.supply.queries.network_page import NetworkState, beside, network_day, network_map, network_state
from glueckauf.supply.queries.outages import (
    DeskOutage,
    PublicOutage,
    PublicOutages,
    desk_outage,
    desk_outages,
    interruptions,
    operators_of,
    positions,
    public_outages,
    switchings_that_last,
    turned,
)
from glueckauf.supply.queries.promises import Basis, Promised, Turn, accepted, basis, promised, states
from glueckauf.supply.queries.relied import relied
from glueckauf.supply.queries.studies import StudyLine, StudyPage, seconds_for, studies, study, study_rows
from glueckauf.supply.queries.trench_plan import TrenchPlan, ask_ground, look_below, plan_as_pdf, trench_plan
from glueckauf.supply.queries.trenches import Below, DeskTrench, below, desk_trench, desk_trenches
from glueckauf.supply.queries.trenches import knows as knows_trench
from glueckauf.supply.queries.trenches import others as other_trenches
from glueckauf.supply.queries.trenches import planned as planned_outages
from glueckauf.supply.queries.works import Work, all_outages, open_counts, works
