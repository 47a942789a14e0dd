"""Many rows in one statement: arrays on PostgreSQL (COPY does not go through row-level security), executemany on SQLite."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

Pair = tuple[int, int]
Column = tuple[str, str, Sequence[Any]]  # name, type on PostgreSQL, values


def insert(table: str, tenant: str, columns: Sequence[Column], tail: str) -> int:
    """Rows of one tenant; `tail` is the ON CONFLICT clause. How many rows were inserted or changed.

    Rows stand in the order in which they are locked: give them sorted by their key, or two batches may wait for each other.
    """
    names = ", ".join(name for name, _, _ in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for _, kind, _ in columns)
            statement = f"INSERT INTO {table} (tenant, {names}) SELECT %s::text, t.* FROM unnest({arrays}) AS t({names}) {tail}"  # noqa: S608 - names of ours
            cursor.execute(statement, [tenant, *(list(values) for _, _, values in columns)])
            return int(cursor.rowcount)
        marks = ", ".join(["%s"] * (len(columns) + 1))
        rows = zip(*(values for _, _, values in columns), strict=True)
        cursor.executemany(f"INSERT INTO {table} (tenant, {names}) VALUES ({marks}) {tail}", [(tenant, *row) for row in rows])  # noqa: S608
        return int(cursor.rowcount)


def pairs(keys: Sequence[Pair]) -> tuple[str, list[Any]]:
    """A table t of columns s and a for a FROM clause, and its parameters: whole numbers only."""
    if connection.vendor == "postgresql":
        return "unnest(%s::bigint[], %s::bigint[]) AS t(s, a)", [[key[0] for key in keys], [key[1] for key in keys]]
    return "(SELECT value ->> 0 AS s, value ->> 1 AS a FROM json_each(%s)) AS t", [json.dumps(keys)]


def stored(keys: Sequence[Pair]) -> dict[Pair, float]:
    """Values that are stored under (series, time)."""
    if not keys:
        return {}
    table, given = pairs(keys)
    found = rows(f"SELECT t.s, t.a, r.value FROM {table} JOIN telemetry_reading r ON r.series_id = t.s AND r.at_ms = t.a", given)  # noqa: S608
    return {(series, at): value for series, at, value in found}


def rows(statement: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a SELECT finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
