"""Pure rules of identity: the kinds of actors."""
