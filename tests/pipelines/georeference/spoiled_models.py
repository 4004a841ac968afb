"""One mistake each: the sound model, what spoils it, what is to be said of it, and where the mended copy is to stand."""

from math import cos, radians, sin

from tests.pipelines.georeference.georeferenced_models import Sound, angle, local_placement, one, unit_of

CITY = Sound()
YANGCHENG = Sound(code=4546, lon_deg=112.41, lat_deg=35.49, height_m=660.0, rotation_deg=-12.0)
FLAT = Sound(rotation_deg=0.0)
WITNESSLESS = Sound(has_site_position=False)
TEXAS = Sound(code=2277, lon_deg=-97.74, lat_deg=30.27, height_m=149.0, unit_m=1.0, map_unit_m=1200 / 3937, vertical="EPSG:5703")
FOOT, SURVEY_FOOT = 0.3048, 1200 / 3937
BOSTON, SAN_FRANCISCO = (42.3586, -71.0567), (37.7749, -122.4194)


def conversion(**values):
    return lambda file: _set(one(file, "IfcMapConversion"), values)


def system(**values):
    return lambda file: _set(one(file, "IfcProjectedCRS"), values)


def site(**values):
    return lambda file: _set(one(file, "IfcSite"), values)


def _set(instance, values):
    for name, value in values.items():
        setattr(instance, name, value(getattr(instance, name)) if callable(value) else value)


def position(lat_deg, lon_deg):
    return site(RefLatitude=angle(lat_deg), RefLongitude=angle(lon_deg))


def map_unit(metres):
    def spoil(file):
        one(file, "IfcProjectedCRS").MapUnit = None if metres is None else unit_of(file, metres)

    return spoil


def north(sound, turned_deg):
    def spoil(file):
        turn = radians(sound.north_deg + turned_deg)
        one(file, "IfcGeometricRepresentationContext").TrueNorth = file.createIfcDirection((cos(turn), sin(turn)))

    return spoil


def no_conversion(file):
    crs = one(file, "IfcProjectedCRS")
    file.remove(one(file, "IfcMapConversion"))
    file.remove(crs)


def together(*spoilers):
    return lambda file: [spoil(file) for spoil in spoilers]


def second(east_m=0.0, **named):
    """Another context with a conversion of its own."""

    def spoil(file):
        first, crs = one(file, "IfcMapConversion"), one(file, "IfcProjectedCRS")
        frame = first.SourceCRS.WorldCoordinateSystem
        context = file.create_entity("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, frame)
        said = {"Name": crs.Name, "VerticalDatum": crs.VerticalDatum} | named
        other = file.create_entity("IfcProjectedCRS", **said, MapUnit=crs.MapUnit)
        others = ("Northings", "OrthogonalHeight", "XAxisAbscissa", "XAxisOrdinate", "Scale")
        values = {name: getattr(first, name) for name in others}
        file.create_entity("IfcMapConversion", context, other, Eastings=first.Eastings + east_m, **values)

    return spoil


def move_site(sound, height_m):
    def spoil(file):
        one(file, "IfcSite").ObjectPlacement.RelativePlacement = local_placement(
            file, *sound.origin_m, height_m, sound.unit_m
        ).RelativePlacement

    return spoil


def property_value(pset_property, value):
    def spoil(file):
        (prop,) = (one for one in file.by_type("IfcPropertySingleValue") if one.Name == pset_property)
        prop.NominalValue.wrappedValue = value(prop.NominalValue.wrappedValue)

    return spoil


def remove_property(name):
    def spoil(file):
        (prop,) = (one for one in file.by_type("IfcPropertySingleValue") if one.Name == name)
        file.remove(prop)

    return spoil


def times(factor):
    return lambda value: value * factor


def plus(length):
    return lambda value: value + length


def exchanged(file):
    said = one(file, "IfcMapConversion")
    said.Eastings, said.Northings = said.Northings, said.Eastings


def mirrored(file):
    said = one(file, "IfcMapConversion")
    said.XAxisOrdinate = -said.XAxisOrdinate


def axis_exchanged(file):
    said = one(file, "IfcMapConversion")
    said.XAxisAbscissa, said.XAxisOrdinate = said.XAxisOrdinate, said.XAxisAbscissa


def typed_in(factor, with_height):
    height = {"OrthogonalHeight": times(factor)} if with_height else {}
    return conversion(Eastings=times(factor), Northings=times(factor), **height)


def internet_map(east_m, north_m):
    return conversion(Eastings=plus(east_m), Northings=plus(north_m))


PREFIX_38, PREFIX_37 = CITY.having(code=4526), YANGCHENG.having(code=4525)
GCJ_EAST_DEG, GCJ_SOUTH_DEG = 553.9 / 90_700, 48.5 / 111_000
OLD = CITY.having(schema="IFC2X3")
NEW = CITY.having(schema="IFC4X3_ADD2")
TRUE, SAME, NONE = "true", "same", None
"""Where the mended copy stands: as the sound model; where the faulty one was put already; nowhere, since nothing tells."""

FAULTS = {
    # name: the sound model, the mistake, what is said of it, how grave it is, where the mended copy stands
    "nothing at all": (WITNESSLESS, no_conversion, "no_georeference", "error", NONE),
    "site position only": (CITY, no_conversion, "only_site_position", "warning", SAME),
    "default of a program only": (CITY, together(no_conversion, position(*BOSTON)), "default_site_position", "error", NONE),
    "another default": (CITY, together(no_conversion, position(*SAN_FRANCISCO)), "default_site_position", "error", NONE),
    "null island": (CITY, together(no_conversion, position(0.0, 0.0)), "default_site_position", "error", NONE),
    "default beside a conversion": (CITY, position(*BOSTON), "default_site_position", "info", TRUE),
    "two that disagree widely": (CITY, second(1e6), "several_conversions_disagree", "error", TRUE),
    "two of other systems": (CITY, second(Name="EPSG:4546"), "several_conversions_disagree", "error", TRUE),
    "two that disagree by a metre": (CITY, second(1.0), "several_conversions_disagree", "error", NONE),
    "twice": (FLAT, move_site(FLAT, 0.0), "double_georeference", "error", TRUE),
    "twice with heights": (FLAT, move_site(FLAT, 745.5), "double_georeference", "error", TRUE),
    "scale missing": (CITY, conversion(Scale=None), "scale_missing_for_units", "warning", TRUE),
    "scale without units": (CITY, conversion(Scale=1.0), "scale_ignores_units", "warning", TRUE),
    "scale upside down": (CITY, conversion(Scale=1000.0), "scale_implausible", "error", TRUE),
    "scale of inches": (CITY, conversion(Scale=0.0254), "scale_implausible", "error", TRUE),
    "scale missing, feet": (CITY.having(unit_m=FOOT), conversion(Scale=None), "scale_missing_for_units", "warning", TRUE),
    "scale missing, survey feet": (
        CITY.having(unit_m=SURVEY_FOOT), conversion(Scale=None), "scale_missing_for_units", "warning", TRUE),
    "the other foot": (TEXAS, together(map_unit(FOOT), conversion(Scale=1 / FOOT)), "map_unit_other_foot", "warning", TRUE),
    "map unit falsely feet": (CITY, map_unit(FOOT), "map_unit_false", "error", TRUE),
    "map unit missing": (CITY, map_unit(None), "map_unit_supplied", "warning", TRUE),
    "typed in feet": (CITY, typed_in(1 / FOOT, with_height=False), "coordinates_in_other_unit", "error", TRUE),
    "typed in millimetres": (CITY, typed_in(1000.0, with_height=True), "coordinates_in_other_unit", "error", TRUE),
    "typed in kilometres": (CITY, typed_in(0.001, with_height=False), "coordinates_in_other_unit", "error", TRUE),
    "axes swapped": (CITY, exchanged, "axes_swapped", "error", TRUE),
    "axes swapped with a prefix": (PREFIX_38, exchanged, "axes_swapped", "error", TRUE),
    "a prefix too many": (CITY, conversion(Eastings=plus(38e6)), "zone_prefix_mismatch", "error", TRUE),
    "a prefix too few": (PREFIX_38, conversion(Eastings=plus(-38e6)), "zone_prefix_mismatch", "error", TRUE),
    "prefix 37 too many": (YANGCHENG, conversion(Eastings=plus(37e6)), "zone_prefix_mismatch", "error", TRUE),
    "prefix 37 too few": (PREFIX_37, conversion(Eastings=plus(-37e6)), "zone_prefix_mismatch", "error", TRUE),
    "zone to the west": (CITY, system(Name="EPSG:4546"), "zone_mistaken", "error", TRUE),
    "zone to the east": (YANGCHENG, system(Name="EPSG:4547"), "zone_mistaken", "error", TRUE),
    "zone of another prefix": (PREFIX_38, system(Name="EPSG:4525"), "zone_mistaken", "error", TRUE),
    "zone without a witness": (WITNESSLESS, system(Name="EPSG:4546"), "zone_mistaken", "warning", TRUE),
    "convergence ignored in the west": (CITY, north(CITY, 0.667125), "true_north_is_grid_north", "warning", TRUE),
    "convergence ignored in the east": (YANGCHENG, north(YANGCHENG, -0.8187), "true_north_is_grid_north", "warning", TRUE),
    "convergence reversed": (CITY, north(CITY, 2 * 0.667125), "true_north_convergence_reversed", "warning", TRUE),
    "true north elsewhere": (CITY, north(CITY, 5.0), "true_north_disagrees", "warning", TRUE),
    "axis mirrored": (CITY, mirrored, "axis_mirrored", "error", TRUE),
    "axis exchanged": (CITY, axis_exchanged, "axis_exchanged", "error", TRUE),
    "axis not written": (CITY, conversion(XAxisAbscissa=None, XAxisOrdinate=None), "axis_lost", "warning", TRUE),
    "axis of a program's own": (CITY, conversion(XAxisAbscissa=1.0, XAxisOrdinate=0.0), "axis_lost", "warning", TRUE),
    "axis of no length": (CITY, conversion(XAxisAbscissa=0.0, XAxisOrdinate=0.0), "axis_degenerate", "error", TRUE),
    "height datum missing": (CITY, system(VerticalDatum=None), "height_datum_missing", "warning", TRUE),
    "height datum of 1956": (CITY, system(VerticalDatum="1956年黄海高程系"), "height_datum_1956", "warning", TRUE),
    "height datum unknown": (CITY, system(VerticalDatum="假定高程"), "height_datum_unknown", "warning", TRUE),
    "height datum elsewhere": (CITY, system(VerticalDatum="EPSG:5703"), "height_datum_elsewhere", "warning", TRUE),
    "height in millimetres": (CITY, conversion(OrthogonalHeight=times(1000.0)), "height_implausible", "error", TRUE),
    "site elevation": (CITY, site(RefElevation=745.5), "site_elevation_disagrees", "warning", TRUE),
    "site from an internet map": (
        CITY, position(35.49 - GCJ_SOUTH_DEG, 112.851 + GCJ_EAST_DEG), "site_position_gcj02", "warning", TRUE),
    "conversion from an internet map": (CITY, internet_map(554.0, -46.0), "conversion_gcj02", "error", NONE),
    "site five kilometres off": (CITY, position(35.535, 112.851), "site_position_disagrees", "warning", TRUE),
    "latitude and longitude exchanged": (CITY, position(112.851, 35.49), "site_position_impossible", "warning", TRUE),
    "system missing": (CITY, system(Name=""), "crs_missing", "error", TRUE),
    "system unknown": (CITY, system(Name="晋城独立坐标系"), "crs_unknown", "error", TRUE),
    "system not projected": (CITY, system(Name="EPSG:4490"), "crs_not_projected", "error", TRUE),
    "system irregular": (CITY, system(Name="CGCS2000_3_Degree_GK_CM_114E"), "crs_name_irregular", "info", TRUE),
    "system missing with a prefix": (PREFIX_37, system(Name=""), "crs_missing", "error", TRUE),
    "map coordinates and no system": (
        FLAT, together(no_conversion, move_site(FLAT, 745.5)), "map_coordinates_without_crs", "warning", TRUE),
    "large local coordinates": (
        FLAT, together(conversion(Eastings=0.0, Northings=0.0, OrthogonalHeight=0.0), move_site(FLAT, 745.5)),
        "local_coordinates_large", "info", TRUE),
    "far from everything": (CITY, conversion(Eastings=4.0e5, Northings=9.9e6), "far_outside_area_of_use", "error", NONE),
    "IFC2X3, scale missing": (OLD, remove_property("Scale"), "scale_missing_for_units", "warning", TRUE),
    "IFC2X3, prefix": (OLD, property_value("Eastings", plus(38e6)), "zone_prefix_mismatch", "error", TRUE),
    "IFC2X3, zone": (OLD, property_value("Name", lambda _: "EPSG:4546"), "zone_mistaken", "error", TRUE),
    "IFC2X3, mirrored": (OLD, property_value("XAxisOrdinate", times(-1.0)), "axis_mirrored", "error", TRUE),
    "IFC4X3, scale upside down": (NEW, conversion(Scale=1000.0), "scale_implausible", "error", TRUE),
    "IFC4X3, axes swapped": (NEW, exchanged, "axes_swapped", "error", TRUE),
}  # fmt: skip
