"""The axis and the measures of the faulty street: what is drawn wrong, before anything is planted in it."""

from sample_ifc.axis import Axis, PlanSegment, ProfileSegment
from sample_ifc.street.plan import StreetPlan

FAULTY_AXIS = Axis(
    (
        PlanSegment("LINE", 140.0), PlanSegment("CLOTHOID", 20.0, 0.0, 65.0), PlanSegment("CIRCULARARC", 10.0, 65.0, 65.0),
        PlanSegment("CLOTHOID", 20.0, 65.0, 0.0), PlanSegment("LINE", 170.0),
    ),
    (
        ProfileSegment(78.82, 0.02, 0.02), ProfileSegment(8.36, 0.02, -0.002), ProfileSegment(150.0, -0.002, -0.002),
        ProfileSegment(33.88, -0.002, 0.075), ProfileSegment(30.0, 0.075, 0.075), ProfileSegment(8.0, 0.075, 0.065),
        ProfileSegment(50.94, 0.065, 0.065),
    ),
)  # fmt: skip
"""An arc of 65 m, a crest of 380 m, a sag of 440 m, 0.2 % and 7.5 %, vertical curves of 8.36, 33.88 and 8 m, a bend of 50 m, and
only 51 m from one change of gradient to the next: all beyond what 40 km/h bears."""
FAULTY_PLAN = StreetPlan(
    axis=FAULTY_AXIS, narrow_lanes=True, narrow_walk=True, narrow_reserve=True, railing_heights=(1.2, 1.1), low_railing=1.05,
    bar_pitch=0.16, gantry_clearance=4.2, crossing=(196.0, 198.0),
)  # fmt: skip
FAULTY_WEAK_PLAN = StreetPlan(
    narrow_lanes=True, narrow_walk=True, railing_heights=(1.2, 1.1), low_railing=1.05, gantry_clearance=4.2, step=10.0
)
