"""What a block would cost if something in it, or in what is asked for, were otherwise."""
