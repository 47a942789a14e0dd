"""What holds in a network, as data with its source: devices, limits, paragraphs, and the words for what the engine found."""
