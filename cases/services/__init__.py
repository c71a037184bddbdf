"""Everything a person or the clock can do to a case. The only callers of `cases.lifecycle`.

Every service takes the case and, by keyword, `by` (who), `because` (why) and `at` (when), changes it in one
transaction with history, ledger and promised messages, and returns it as it is afterwards.
"""
