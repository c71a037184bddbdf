"""What the program costs, side by side with its baselines in one run: `make bench`. See README.md beside this file."""
