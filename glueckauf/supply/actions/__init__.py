"""Writes of supply."""

from glueckauf.supply.actions.alarms import NoPlace, dark_section, locate_leak, place_sensor
from glueckauf.supply.actions.closures import NoPlan, plan_closure
from glueckauf.supply.actions.connection import KEPT, POWER, Checked, ask_for_connection, prepare
from glueckauf.supply.actions.drive import drive, forget_studies
from glueckauf.supply.actions.grids import (
    FileNotTaken,
    GridNeedsSecondPerson,
    OtherInForce,
    Preview,
    import_grid,
    look_at,
    release_grid,
)
from glueckauf.supply.actions.imports import (
    NotReady,
    TooManyFiles,
    bring_file,
    drop_file,
    forget_files,
    look_again,
    look_at_next,
    take_over,
)
from glueckauf.supply.actions.outages import (
    CannotFollow,
    EndsBeforeItBegins,
    MovedMeanwhile,
    PlanOutdated,
    SecondPerson,
    announce_outage,
    begin_outage,
    change_outage,
    draft_outage,
    end_outage,
    withdraw_outage,
)
from glueckauf.supply.actions.register import remind
from glueckauf.supply.actions.reservations import connect_device, expire, settle
from glueckauf.supply.actions.simulate import (
    NoSuchFeeder,
    NoSuchHouse,
    Simulator,
    demo_faults,
    demo_feeders,
    demo_houses,
    demo_operator,
    set_demo_faults,
    set_up_sensors,
)
from glueckauf.supply.actions.studies import NoStudy, Planned, StudyCannot, cancel_study, plan_study, resume_study, start_study
from glueckauf.supply.actions.switching import NotAPlan, NotSaidYesTo, draft_switching, plan_switching
from glueckauf.supply.actions.tell import tell_watchers
from glueckauf.supply.actions.town import build_town
from glueckauf.supply.actions.trench import Looked, look_into_trench, settle_trench
from glueckauf.supply.actions.watches import ask_to_watch, confirm_watch, forget_unconfirmed, stop_watch, watch_of
from glueckauf.supply.actions.way_back import StillBuiltOn
from glueckauf.supply.actions.whatif import what_if_piped, what_if_power
