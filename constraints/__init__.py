"""What a good block is: one file per rule, audited without a solver."""
