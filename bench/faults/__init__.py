"""The run with faults: many texts at once, workers killed, the gateway failing; nothing lost and nothing twice.

`make faults` runs it and prints its counts; see README.md in the folder above.
"""
