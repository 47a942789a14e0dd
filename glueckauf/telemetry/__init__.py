"""Time series of devices: values, gaps, wrong clocks, roll-up, detectors. Knows no network: what a series means its owner says."""
