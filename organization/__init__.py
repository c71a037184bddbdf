"""Units, posts, officers, the working calendar, and who is acting: the ground floor."""
