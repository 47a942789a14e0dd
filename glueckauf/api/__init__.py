"""Public endpoints for machines, read-only, one file each: the catalogue as open data, forms as schemas, who is responsible."""
