"""What `make` calls: the environment, the start, the tests on every database, and the checks."""
