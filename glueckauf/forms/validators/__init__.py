"""One file per family of field types: how an answer is read from what was typed, shown again in its inputs, and said in a summary."""
