"""Pages that need several domains: start, search, service page, sign-in, Meine Vorgänge, demo pages."""
