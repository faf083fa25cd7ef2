"""The errors an athlete can meet. Only the command line prints them and exits."""

from __future__ import annotations


class PlannerError(Exception):
    """Anything this program can say no to; its text is written for the athlete."""


class ScenarioError(PlannerError):
    """A scenario file that cannot be used: what, where, value, what is allowed, a likely mend."""
