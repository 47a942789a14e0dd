"""What lies below a street, whichever network it belongs to: what a trench touches, how to shut it, who is out when it is hit."""
