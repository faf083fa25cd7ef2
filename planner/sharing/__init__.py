"""A block in other people's calendars: published, or to subscribe to."""
