"""Codes of what is refused as a whole, and their titles. The codes are part of the interface; /schnittstellen/ lists them."""

TITLES = {
    "token": "Kein gültiges Token",
    "too-large": "Zu viel auf einmal",
    "not-readable": "Nicht lesbar",
    "format": "Unbekanntes Format",
    "method": "Nur einliefern",
    "too-many-requests": "Zu viele Anfragen",
}
