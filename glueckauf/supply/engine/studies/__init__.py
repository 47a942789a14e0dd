"""Studies of a whole grid, cut into parts that know nothing of each other: plain values in, plain rows out, in any order and place."""
