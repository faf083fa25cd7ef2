"""RULES: every rule of training, in order from wishes to physiology.

The order is that of reports, and of blame: when demands clash, the planner names wishes first.
"""

from __future__ import annotations

from typing import Any

from constraints.rule import Rule
from constraints.rules.after_absence import AfterAbsence
from constraints.rules.after_deload import AfterDeload
from constraints.rules.after_gap import AfterGap
from constraints.rules.after_pause import AfterPause
from constraints.rules.after_return import AfterReturn
from constraints.rules.after_trip import AfterTrip
from constraints.rules.availability import Availability
from constraints.rules.axial_load import AxialLoad
from constraints.rules.bigger_bell import BiggerBell
from constraints.rules.bodyweight_ability import BodyweightAbility
from constraints.rules.bodyweight_effort import BodyweightEffort
from constraints.rules.busy import Busy
from constraints.rules.carry_on import CarryOn
from constraints.rules.congested_week import CongestedWeek
from constraints.rules.contacts_session import ContactsSession
from constraints.rules.contacts_week import ContactsWeek
from constraints.rules.deload import Deload
from constraints.rules.deload_halves import DeloadHalves
from constraints.rules.deload_lifts import DeloadLifts
from constraints.rules.effort import Effort
from constraints.rules.elsewhere_gap import ElsewhereGap, ElsewhereModerateGap
from constraints.rules.equipment import Equipment
from constraints.rules.even_steps import EvenSteps
from constraints.rules.exercise_limits import ExerciseLimits
from constraints.rules.exercise_pool import ExercisePool
from constraints.rules.exposure_gap import ExposureGap
from constraints.rules.failure_gap import FailureGap
from constraints.rules.falling_loads import NoFallingLoads
from constraints.rules.families import Families
from constraints.rules.frequency import Frequency
from constraints.rules.hinge_days import HingeDays
from constraints.rules.hinge_gap import (
    HingeGap,
    HingeModerateGap,
    LightGap,
    ModerateGap,
)
from constraints.rules.hinge_pair import HingePair
from constraints.rules.hinge_sets import HingeSets
from constraints.rules.jumps_after_hinge import JumpsAfterHinge
from constraints.rules.knee_flexion import KneeFlexion
from constraints.rules.known_loads import KnownLoads
from constraints.rules.largest_jump import LargestJump
from constraints.rules.load_limits import LoadLimits
from constraints.rules.loadable import Loadable
from constraints.rules.main_dose import MainDose
from constraints.rules.main_dose_middle import MainDoseMiddle
from constraints.rules.main_lift import MainLift
from constraints.rules.main_rise import MainRise
from constraints.rules.match_distance import MatchDistance
from constraints.rules.muscle_gap import MuscleGap
from constraints.rules.next_day import NextDay
from constraints.rules.next_weight import NextWeight
from constraints.rules.night_shift import NightShift
from constraints.rules.no_easier import NoEasier
from constraints.rules.nordic_ramp import NordicRamp
from constraints.rules.one_at_a_time import OneAtATime
from constraints.rules.opener import Opener
from constraints.rules.order import OrderClass, OrderInside, Precedence
from constraints.rules.peak_order import PeakOrder
from constraints.rules.phase_targets import PhaseTargets
from constraints.rules.pinned import Pinned
from constraints.rules.plyometric_gap import PlyometricGap
from constraints.rules.preferences import EvenMinutes, PreferredExercises, SameWeekday
from constraints.rules.prilepin import Prilepin
from constraints.rules.pulls import Pulls
from constraints.rules.ramp_sets import RampSets
from constraints.rules.realization_sets import RealizationSets
from constraints.rules.redundancy import Redundancy
from constraints.rules.rep_limits import RepLimits
from constraints.rules.repeats import Repeats
from constraints.rules.rise import Rise
from constraints.rules.roster import Roster
from constraints.rules.row_with_hinge import RowWithHinge
from constraints.rules.scheme import Scheme
from constraints.rules.session_balance import SessionBalance
from constraints.rules.session_count import OpenWeeks, SessionCount
from constraints.rules.session_minutes import SessionMinutes
from constraints.rules.session_size import SessionSize
from constraints.rules.session_volume import SessionVolume
from constraints.rules.sessions_with import Core, JumpSessions, SecondHinge
from constraints.rules.set_limits import SetLimits
from constraints.rules.sets_ramp import SetsRamp
from constraints.rules.single_sets import SingleSets
from constraints.rules.stability import Stability
from constraints.rules.steady_reps import SteadyReps
from constraints.rules.steady_sets import SteadySets
from constraints.rules.stress_spread import StressSpread
from constraints.rules.swaps import Swaps
from constraints.rules.swings import Swings
from constraints.rules.taper import Taper
from constraints.rules.taper_groups import TaperGroups
from constraints.rules.taper_lifts import TaperLifts
from constraints.rules.test_day import Test, TestTools
from constraints.rules.tools_there import ToolsThere
from constraints.rules.unilateral import Unilateral
from constraints.rules.variety import Variety
from constraints.rules.very_heavy_gap import VeryHeavyGap
from constraints.rules.volume import (
    VolumeMaximum,
    VolumeMinimum,
    VolumeTarget,
)
from constraints.rules.volume_middle import VolumeMiddle
from scenarios.schema import Scenario

RULES: tuple[type[Any], ...] = (
    # small wishes
    VolumeMiddle, PreferredExercises, KnownLoads, SameWeekday, EvenMinutes, EvenSteps, OneAtATime,
    Variety, Swaps, OrderInside, Rise, MainDoseMiddle, JumpSessions, VolumeTarget,
    # what the athlete asks for
    SessionCount, OpenWeeks, SessionMinutes, Pinned, ExerciseLimits, Precedence, Busy,
    Availability, Equipment, ToolsThere, Loadable, ExercisePool, Test,
    TestTools,
    # balance and shape
    SessionBalance, StressSpread, SessionSize, Redundancy, Families, Repeats, SingleSets,
    Core, SecondHinge, HingeDays, Unilateral, Pulls, KneeFlexion,
    ExposureGap, Frequency, VolumeMinimum, VolumeMaximum, SessionVolume, HingeSets, Scheme,
    PeakOrder, RealizationSets, SetsRamp, Stability, MainLift, MainRise,
    # dose
    PhaseTargets, MainDose, Prilepin, SetLimits, SteadySets, SteadyReps, NoFallingLoads,
    LargestJump, NextWeight, BiggerBell, NoEasier, BodyweightEffort, BodyweightAbility,
    AfterDeload, AfterAbsence, AfterGap, AfterTrip, AfterPause, AfterReturn, CarryOn, DeloadHalves,
    DeloadLifts, Deload, TaperGroups, TaperLifts, Opener, Taper, RepLimits, LoadLimits, Effort,
    RampSets, NordicRamp, OrderClass,
    # recovery and the back
    Swings, RowWithHinge, JumpsAfterHinge, NextDay, LightGap, MuscleGap, ModerateGap, VeryHeavyGap,
    FailureGap, PlyometricGap, ContactsWeek, ContactsSession, HingePair, AxialLoad,
    ElsewhereModerateGap, ElsewhereGap, HingeModerateGap, HingeGap, CongestedWeek,
    MatchDistance, Roster, NightShift,
)  # fmt: skip


def asked_by(scenario: Scenario) -> tuple[Rule, ...]:
    """The rules that a scenario asks for, with its numbers, in the order of RULES."""
    return tuple(rule for kind in RULES for rule in kind.asked_by(scenario))
