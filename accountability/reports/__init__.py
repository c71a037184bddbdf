"""Spreadsheets: the same rows as the pages, for whoever works on with them."""
