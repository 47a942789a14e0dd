"""E-mail out and in: queue, one LMTP inlet, reply addresses. Knows no Vorgang."""
