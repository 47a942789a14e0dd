"""Pure rules of payments: states, Kassenzeichen, signatures."""
