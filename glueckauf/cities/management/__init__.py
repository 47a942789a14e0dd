"""Commands of cities."""
