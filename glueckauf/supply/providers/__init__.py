"""The engine as a process of its own: a solver that hangs or is killed takes no page and no worker with it."""
