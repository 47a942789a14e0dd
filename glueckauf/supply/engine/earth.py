"""Metres on a map of a town as longitude and latitude: flat, on a sphere of 6,378 km, good to a metre over some kilometres."""

from math import cos, radians

METRES_PER_DEGREE = 111_320.0  # of latitude; of longitude less by the cosine of the latitude


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """East and north."""
    return METRES_PER_DEGREE * cos(radians(latitude)), METRES_PER_DEGREE


def degrees(origin: tuple[float, float], x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the origin (longitude, latitude) as longitude and latitude."""
    longitude, latitude = origin
    east, north = metres_per_degree(latitude)
    return longitude + x / east, latitude + y / north
