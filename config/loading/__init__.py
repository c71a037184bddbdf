"""Realistic cases in bulk, for measuring: whole lives with their history and ledger. Development only.

`deeds` draws what happens to a case and `playing` lets it happen: `officers`, `citizens` and the clock in `lives` do
what the services do, in a `book` and a `watch` that keep every row; `work` writes one chunk after another.
"""
