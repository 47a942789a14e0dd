"""Where parts of a study are computed: engine processes of this machine, or workers of a Dask cluster. One shape, see run.py."""
