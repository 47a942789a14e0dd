"""The form language: fields, conditions, validation, rendering. Knows no Leistung and no table."""
