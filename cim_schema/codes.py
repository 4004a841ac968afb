"""The closed lists of the field and of the city, spelt as they appear in files and URLs."""

from enum import StrEnum


class ProjectCategory(StrEnum):
    """The four categories of quality projects. Source: 晋市政发〔2022〕2号, 二 (last paragraph)."""

    BUILDING = "building"
    ROAD_BRIDGE = "road_bridge"
    HABITAT = "habitat"
    LANDSCAPE = "landscape"


class SixElement(StrEnum):
    """The six elements (六要素) of a quality project. Source: 晋市政发〔2022〕2号, 二 (一)–(六)."""

    DESIGN = "design"
    CHARACTER = "character"
    GREEN = "green"
    SAFETY = "safety"
    QUALITY = "quality"
    FUNCTION = "function"


class ModelStage(StrEnum):
    """What a model was made for."""

    PLANNING = "planning"
    SCHEME = "scheme"
    TENDER = "tender"
    CONSTRUCTION_DRAWING = "construction_drawing"
    CONSTRUCTION = "construction"
    COMPLETION = "completion"
    OPERATION = "operation"


class ApprovalStage(StrEnum):
    """The four stages in which building projects are approved. They have no numbers: platforms count them in either direction."""

    LAND_USE_PERMIT = "land_use_permit"
    WORKS_PERMIT = "works_permit"
    CONSTRUCTION_PERMIT = "construction_permit"
    COMPLETION = "completion"


class DataClass(StrEnum):
    """The six classes of a CIM platform's data."""

    SPATIOTEMPORAL_BASE = "spatiotemporal_base"
    RESOURCE_SURVEY = "resource_survey"
    PLANNING_CONTROL = "planning_control"
    CONSTRUCTION_PROJECT = "construction_project"
    PUBLIC_THEME = "public_theme"
    SENSING = "sensing"


class RegisterStage(StrEnum):
    """A project's place in the policy. Source: 晋市政发〔2022〕2号, 三 (一)–(七)."""

    CULTIVATION = "cultivation"
    INITIATION = "initiation"
    DESIGN = "design"
    BIDDING = "bidding"
    CONSTRUCTION = "construction"
    HANDOVER = "handover"
    OPERATION = "operation"


class Outcome(StrEnum):
    """What a rule says of a model.

    ``undetermined``: the subject is there, but data that the rule reads is missing; never counted as a pass.
    ``na``: there is nothing for the rule to look at.
    """

    PASS = "pass"
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    NA = "na"


class Obligation(StrEnum):
    """How binding a rule is. Every rule whose clause nobody has read in the source is advisory."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    ADVISORY = "advisory"


class Profile(StrEnum):
    """Which set of rule parameters applies."""

    BASELINE = "baseline"
    EXEMPLARY = "exemplary"


class Role(StrEnum):
    """What an account or a token may do in the service."""

    DESIGNER = "designer"
    """Sends models and sees its own checks."""
    EVALUATOR = "evaluator"
    """Sees the reports of projects, too."""
    PLATFORM = "platform"
    """The engineers and programs of the CIM platform."""
    OPERATOR = "operator"
    """Sees everybody's checks and starts nights."""
    ADMIN = "admin"


class JobState(StrEnum):
    """Where a check that was sent to the service is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ObjectFamily(StrEnum):
    """The sort of IfcObjectDefinition a row of ``ifc_element`` holds."""

    PROJECT = "project"
    """IfcProject and other contexts."""
    SPATIAL = "spatial"
    """IfcSpatialElement (IFC2X3: IfcSpatialStructureElement): site, building, storey, space, facility and its parts."""
    ELEMENT = "element"
    """IfcElement other than features."""
    FEATURE = "feature"
    """IfcFeatureElement: openings, voids, projections, surface features."""
    PORT = "port"
    POSITIONING = "positioning"
    """IfcGrid, IfcAlignment, IfcReferent and other positioning elements."""
    ANNOTATION = "annotation"
    STRUCTURAL = "structural"
    """IfcStructuralActivity and IfcStructuralItem: the analysis model, not built things."""
    GROUP = "group"
    """IfcGroup: systems, zones, groups. Not products."""
    OTHER = "other"
    """Products of no family above, and occurrences that are no products: processes, actors, controls, resources."""


class Severity(StrEnum):
    """How much a problem or a diagnosis weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ConformanceLayer(StrEnum):
    """What a file departs from: ISO 10303-21, what its header must say, its schema, the schema's rules."""

    SYNTAX = "syntax"
    HEADER = "header"
    SCHEMA = "schema"
    WHERE = "where"


class RunStage(StrEnum):
    """Where on the line a problem arose."""

    READ = "read"
    GEOMETRY = "geometry"
    MEASURE = "measure"
    CHECK = "check"
    PLACE = "place"
    STORE = "store"
    PUBLISH = "publish"


class RuleFamily(StrEnum):
    """What a rule is about; the folder it lives in."""

    CIM = "cim"
    DELIVERY = "delivery"
    FUNCTION = "function"
    FIRE = "fire"
    ACCESS = "access"
    STAIR = "stair"
    RAILING = "railing"
    GREEN = "green"
    PRECAST = "precast"
    ROAD = "road"
    BRIDGE = "bridge"
    LANDSCAPE = "landscape"
    HABITAT = "habitat"
    QUALITY = "quality"
    CHARACTER = "character"
    DESIGN = "design"


class ContextKind(StrEnum):
    """What the surroundings of a project are made of: the kinds of context layers."""

    PLOT = "plot"
    """用地红线: the land that a project may use, as areas."""
    ROAD_RED_LINE = "road_red_line"
    """道路红线: the land of a road as an area, or its edge as a line."""
    HEIGHT_LIMIT = "height_limit"
    """控制高度: areas in which buildings may be so high."""
    EXISTING_BUILDING = "existing_building"
    """Outlines of buildings that no project of the base layer has; and those of its projects, once a project is looked at."""
    PIPE = "pipe"
    """Pipes and cables under the ground, as axes."""
    TREE = "tree"
    """Where trees stand, as points."""
    ROAD = "road"
    """Streets as built, from edge to edge with their footways; and those of projects, once a project is looked at."""


class CityObjectFamily(StrEnum):
    """The levels of the city's object tree."""

    SITE = "site"
    BUILDING = "building"
    """Also bridges, roads and other facilities."""
    PART = "part"
    """A part of a building or facility that is no storey."""
    STOREY = "storey"
    SPACE = "space"
    ELEMENT = "element"
    ALIGNMENT = "alignment"
    """The axis of a road, bridge or railway: a line, no body."""


class Thing(StrEnum):
    """What an object is to a rule and to the city, under whatever class and name it came (``msr_thing``)."""

    CARRIAGEWAY = "carriageway"
    """The whole surface for motor vehicles, or a stretch of it."""
    TRAFFIC_LANE = "traffic_lane"
    CYCLE_TRACK = "cycle_track"
    FOOTWAY = "footway"
    """A pavement for people on foot beside a road."""
    PATH = "path"
    """A path in a park or between houses."""
    FIRE_LANE = "fire_lane"
    PLAZA = "plaza"
    PAVING = "paving"
    """Any other hard paving."""
    PAVEMENT_COURSE = "pavement_course"
    """One layer of a pavement."""
    PARKING_BAY = "parking_bay"
    TACTILE_PAVING = "tactile_paving"
    KERB = "kerb"
    DIVIDER = "divider"
    """A central or side reserve that parts the lanes of a road."""
    CROSSING = "crossing"
    RAMP = "ramp"
    STEPS = "steps"
    DOOR = "door"
    """Also one that came as a proxy or under a code."""
    WINDOW = "window"
    RAILING = "railing"
    """That people hold on to or are kept by: of a bridge, a balcony, a shore."""
    GUARDRAIL = "guardrail"
    """That vehicles are kept by."""
    LAMP = "lamp"
    MANHOLE = "manhole"
    BOLLARD = "bollard"
    SIGN = "sign"
    SEAT = "seat"
    WASTE_POINT = "waste_point"
    PUBLIC_TOILET = "public_toilet"
    BUILDING = "building"
    BRIDGE = "bridge"
    BRIDGE_DECK = "bridge_deck"
    GIRDER = "girder"
    BEARING = "bearing"
    PIER = "pier"
    ABUTMENT = "abutment"
    FOUNDATION = "foundation"
    ROAD = "road"
    TREE = "tree"
    SHRUB = "shrub"
    PLANTED_AREA = "planted_area"
    """Ground that is planted or to be planted: lawn, bed, green belt, rain garden."""
    WATER = "water"
    TERRAIN = "terrain"
    PIPE = "pipe"
