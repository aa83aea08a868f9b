"""The crash harness: the platform as it runs, killed at every corner, and a judge who reads what is left.

`make faults` runs it to its end, `tests/faults/test_crashes.py` for less than a minute. Nothing in commerce/ knows of
it.
"""
