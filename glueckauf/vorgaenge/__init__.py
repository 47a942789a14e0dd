"""Antrag, Vorgang, Nachforderung, Bescheid, worklist, deadlines, the registry of checks and effects."""
