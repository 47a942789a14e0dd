"""Settings, typed environment, root URLs, WSGI; nothing else."""
