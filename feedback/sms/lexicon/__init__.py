"""The words of text messages: how they are read without accents, and the patterns that meanings are made of.

Patterns look at the plain form of a text, which is as long as the text itself: what follows a match is cut from both
at the same place, so that the words on record keep their accents.
"""
