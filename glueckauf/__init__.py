"""Glückauf: the digital town hall and city network of the Ruhr."""
