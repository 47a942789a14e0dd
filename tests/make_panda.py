"""Files as pandapower and pandapipes write them, small enough to break one row at a time."""

import json


def frame(rows, index=None):
    """A table, orient "split"."""
    columns = sorted({key for row in rows for key in row})
    inner = {"columns": columns, "index": index or list(range(len(rows))), "data": [[row.get(key) for key in columns] for row in rows]}
    return {"_module": "pandas.core.frame", "_class": "DataFrame", "_object": json.dumps(inner), "orient": "split"}


def net(kind, tables, **more):
    """A net of class `kind` with these tables (rows or ready frames) and further values."""
    content = {name: rows if isinstance(rows, dict) else frame(rows) for name, rows in tables.items()}
    return json.dumps({"_module": kind, "_class": kind, "_object": content | more}).encode()
