"""Why a request cannot be planned, and the smallest changes that make it possible."""
