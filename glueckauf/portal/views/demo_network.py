"""/demo/netz/ : mounted in demo mode only. Bursts a pipe and blows a fuse of the invented town, and mends both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from glueckauf.core.clock import now
from glueckauf.core.errors import Refused
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions as supply
from glueckauf.supply.rules.simulation import Faults

SAID = "Geschaltet. In zwei bis drei Minuten steht die Meldung am Schreibtisch des Netzbetreibers, oder sie ist vorbei."


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def network(request: HttpRequest) -> HttpResponse:
    """What is broken, and switches."""
    houses, feeders = supply.demo_houses(), supply.demo_feeders()
    problem = ""
    if request.method == "POST":
        burst = tuple(request.POST.get("haus", "").split("|"))
        found = Faults(burst=(burst[0], burst[1], burst[2]) if len(burst) == 3 else None, blown=request.POST.get("strang", "")[:80])
        try:
            supply.set_demo_faults(found, by=request.actor, at=now())  # type: ignore[attr-defined]
            messages.success(request, SAID)
            return redirect("demo-netz")
        except Refused as refused:
            problem = str(refused)
    page = {
        "broken": supply.demo_faults(),
        "houses": [("|".join(one), f"{one[0]} {one[1]}") for one in houses],
        "feeders": [(key, f"{key}, {street}") for key, street in feeders],
        "problem": problem,
    }
    page["burst_value"] = "|".join(page["broken"].burst or ())  # type: ignore[attr-defined]
    return render(request, "portal/demo_network.html", page, status=422 if problem else 200)
