"""Gas and heat: own Newton solver for pressure and flow, temperature along the flow."""
