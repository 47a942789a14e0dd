"""Where providers report, and the page of the simulated one."""
