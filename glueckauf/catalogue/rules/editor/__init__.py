"""What the editor's pages decide without a database: fields, conditions and fees as rows of a form, and back to what the files say.

A draft may be wrong in places, so everything here takes plain JSON and never asks that the whole Leistung is valid.
"""
