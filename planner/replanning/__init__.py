"""A block that follows another one: what is over stays, and little else changes."""
