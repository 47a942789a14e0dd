"""Pure rules of telemetry: what a batch says, clocks, gaps, resolution."""
