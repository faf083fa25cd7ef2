"""What an athlete asks: scenarios, exercises, sources."""
