"""The pages of an inspector. They read, and change nothing."""
