"""The citizen's pages: home, report, track. No account, no script needed, light enough for a slow network."""
