"""The kernel room: watches cells and AWS calls, keeps the books of a session and shows footprints under cells."""
