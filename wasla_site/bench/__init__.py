"""Measures what a page costs with two stores and with ten thousand: `make bench`."""
