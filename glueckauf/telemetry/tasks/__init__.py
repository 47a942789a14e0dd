"""What runs again and again: roll-up, silence, retention, detectors; and the MQTT subscriber."""
