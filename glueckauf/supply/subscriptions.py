"""What supply listens to: whatever moves a Vorgang may move its reservation and its trench."""

from glueckauf.core.outbox import subscribe
from glueckauf.supply import tasks
from glueckauf.supply.events import DeviceMoved, GridReleased, OutageMoved
from glueckauf.vorgaenge import events

subscribe(events.Examined, "supply.settle_examined", tasks.settle)
subscribe(events.EffectStarted, "supply.settle_started", tasks.settle)
subscribe(events.EffectEnded, "supply.settle_ended", tasks.settle)
subscribe(events.BescheidIssued, "supply.settle_issued", tasks.settle)
subscribe(events.VorgangWithdrawn, "supply.settle_withdrawn", tasks.settle)
for event in (events.EffectStarted, events.EffectEnded, events.BescheidIssued, events.BescheidRevoked, events.VorgangWithdrawn):
    subscribe(event, f"supply.trench_{event.__name__.lower()}", tasks.follow_trench)
subscribe(events.VorgangDeleted, "supply.trench_deleted", tasks.follow_trench)
subscribe(DeviceMoved, "supply.register", tasks.register)
subscribe(OutageMoved, "supply.tell_watchers", tasks.tell)
subscribe(GridReleased, "supply.ask_again", tasks.ask_again)
