"""Who a mail says it comes from."""

from glueckauf.cities.models import Tenant


def sender_name(tenant: str) -> str:
    """The city's name, then ours; ours alone for mails of the installation."""
    name = Tenant.objects.filter(key=tenant).values_list("name", flat=True).first()
    return f"{name} über Glückauf" if name else "Glückauf"
