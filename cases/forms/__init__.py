"""The forms of the desk: one for each move, one to enter a matter, one to narrow the inbox.

The fields of a move's form bear the names of its service's parameters.
"""
