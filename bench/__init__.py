"""Repeatable measurements of the running product. `make bench` runs all of them; docs/bench.md says what each number means."""
