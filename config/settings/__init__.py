"""Settings: `base` is common to all; `dev`, `test` and `prod` each say what differs."""
