"""The pricing rules once more, by trying everything: for small carts, obviously right before fast.

Written from the rules and the value types alone, never from the engine, so that where the two disagree one is wrong.
"""
