"""What another process may ask of the engine: plain values and bytes in, plain values and bytes out."""
