"""Pure rules of cities: what kommune.yaml may say."""
