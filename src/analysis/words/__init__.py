"""Sentences that more than one room says: the summary repeats them, and rooms do not import each other.

They read a room's facts by attribute, since this folder lies below the rooms.
"""
