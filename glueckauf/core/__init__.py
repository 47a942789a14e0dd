"""Event outbox, audit, clock, money, files, ids, page components; knows no domain word."""
