"""The desk: the pages of those who receive, handle and answer cases."""
