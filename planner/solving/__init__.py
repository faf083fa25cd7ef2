"""From a scenario to a proved block: the model, its search, and the outcome."""
