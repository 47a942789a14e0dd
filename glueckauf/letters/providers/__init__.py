"""What letters takes from outside: the typesetter (typst) and the key of the seal."""
