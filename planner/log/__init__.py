"""The training log: what really happened, beside a block and never inside it."""
