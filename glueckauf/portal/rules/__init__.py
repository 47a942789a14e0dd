"""Pure parts of the portal: topics, places in a search text, the fee calculator's questions."""
