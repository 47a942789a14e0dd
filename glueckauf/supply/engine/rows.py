"""What all tables of all networks share: one row per element, with a stable id."""


class Rows:
    """Base of a table whose first column is `id`."""

    __slots__ = ()
    id: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.id)
