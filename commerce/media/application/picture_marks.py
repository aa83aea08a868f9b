"""Marks of pictures that are others now, from which their descriptions are made again."""

PICTURE = "picture"
