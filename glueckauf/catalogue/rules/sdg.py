"""Which Leistungen fall under Annex II of Regulation (EU) 2018/1724: these are offered in English as well, completely."""

# Slug of the Leistung: life event and procedure of Annex II.
ANNEX_II = {
    "geburtsurkunde": "Birth: requesting proof of registration of birth",
    "meldebescheinigung": "Residence: requesting proof of residence",
    "wohnsitz-anmeldung": "Moving: registering a change of address",
    "gewerbe-anmeldung": "Starting, running and closing a business: notification of business activity",
    "gewerbe-ummeldung": "Starting, running and closing a business: changes of business activity",
    "gewerbe-abmeldung": "Starting, running and closing a business: termination of a business activity",
}
