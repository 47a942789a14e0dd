"""Who acts: Nutzerkonto, clerks, roles, sign-in, and the declared permission of every view."""
