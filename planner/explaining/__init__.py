"""What a block costs and why, and what differs from another one."""
