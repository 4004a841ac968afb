"""What things are made of and how they look."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layers:
    """A layered build-up, from the reference side."""

    name: str
    layers: tuple[tuple[str, str, float], ...]
    """Material, category, thickness in metres."""

    @property
    def thickness(self) -> float:
        """Sum of the layers, metres."""
        return round(sum(layer[2] for layer in self.layers), 4)


MATERIALS: dict[str, Layers | tuple[str, str]] = {
    "external_wall": Layers("外墙300 蒸压加气混凝土砌块+岩棉外保温", (
        ("外墙真石漆及抗裂砂浆", "finish", 0.02), ("岩棉板", "insulation", 0.08), ("蒸压加气混凝土砌块B06", "block", 0.2),
    )),
    "internal_wall": Layers("内墙200 烧结页岩空心砖", (
        ("混合砂浆", "finish", 0.01), ("烧结页岩空心砖", "brick", 0.18), ("混合砂浆", "finish", 0.01),
    )),
    "partition": Layers("隔墙100 加气混凝土条板", (
        ("抗裂砂浆", "finish", 0.005), ("加气混凝土条板", "block", 0.09), ("抗裂砂浆", "finish", 0.005),
    )),
    "parapet": Layers("女儿墙240 页岩实心砖", (
        ("水泥砂浆", "finish", 0.02), ("烧结页岩实心砖", "brick", 0.2), ("水泥砂浆", "finish", 0.02),
    )),
    "roof": Layers("平屋面 挤塑聚苯板倒置式", (
        ("水泥炉渣找坡", "screed", 0.05), ("SBS改性沥青防水卷材", "membrane", 0.01), ("挤塑聚苯板XPS", "insulation", 0.14),
        ("水泥砂浆保护层", "screed", 0.05),
    )),
    "floor_tile": Layers("地砖楼面50", (("干硬性水泥砂浆", "screed", 0.04), ("防滑地砖", "finish", 0.01))),
    "floor_terrazzo": Layers("水磨石楼面50", (("水泥砂浆找平", "screed", 0.03), ("现制水磨石", "finish", 0.02))),
    "ceiling": ("铝扣板", "metal"),
    "granite": ("花岗石板", "stone"),
    "moulding": ("GRC装饰线条", "finish"),
    "concrete_c30": ("C30混凝土", "concrete"),
    "concrete_c30_precast": ("C30预制混凝土", "concrete"),
    "concrete_c35": ("C35混凝土", "concrete"),
    "concrete_c15": ("C15混凝土", "concrete"),
    "steel": ("Q235B钢材", "steel"),
    "stainless": ("06Cr19Ni10不锈钢", "steel"),
    "aluminium": ("断桥铝合金", "aluminium"),
    "timber": ("实木复合", "wood"),
    "glass": ("夹层安全玻璃", "glass"),
    "ceramic": ("陶瓷", "ceramic"),
    "rubber": ("塑胶面层", "plastic"),
    "turf": ("天然草皮", "vegetation"),
    "galvanised": ("热浸镀锌钢管", "steel"),
    "pvc": ("UPVC管", "plastic"),
    "sheet": ("镀锌薄钢板", "steel"),
}  # fmt: skip

PALETTE: dict[str, tuple[float, float, float, float]] = {
    "brick_red": (0.66, 0.28, 0.22, 0.0),
    "ivory": (0.94, 0.90, 0.80, 0.0),
    "white": (0.95, 0.95, 0.94, 0.0),
    "parapet": (0.88, 0.84, 0.75, 0.0),
    "moulding": (0.97, 0.95, 0.90, 0.0),
    "granite": (0.45, 0.45, 0.47, 0.0),
    "concrete": (0.70, 0.70, 0.68, 0.0),
    "precast": (0.78, 0.79, 0.80, 0.0),
    "footing": (0.58, 0.56, 0.53, 0.0),
    "roof": (0.55, 0.57, 0.58, 0.0),
    "terrazzo": (0.74, 0.72, 0.66, 0.0),
    "tile": (0.80, 0.82, 0.82, 0.0),
    "ceiling": (0.93, 0.94, 0.95, 0.0),
    "frame": (0.32, 0.35, 0.38, 0.0),
    "glass": (0.55, 0.75, 0.85, 0.65),
    "door": (0.62, 0.42, 0.24, 0.0),
    "fire_door": (0.55, 0.30, 0.20, 0.0),
    "flat_door": (0.78, 0.66, 0.48, 0.0),
    "steel": (0.62, 0.64, 0.66, 0.0),
    "canopy": (0.30, 0.36, 0.44, 0.0),
    "blackboard": (0.10, 0.25, 0.18, 0.0),
    "desk": (0.85, 0.72, 0.50, 0.0),
    "chair": (0.20, 0.45, 0.70, 0.0),
    "space": (0.60, 0.80, 0.95, 0.85),
    "grass": (0.42, 0.60, 0.30, 0.0),
    "pitch": (0.34, 0.58, 0.28, 0.0),
    "paving": (0.72, 0.70, 0.66, 0.0),
    "track": (0.72, 0.27, 0.20, 0.0),
    "court": (0.22, 0.48, 0.40, 0.0),
    "line": (0.98, 0.98, 0.98, 0.0),
    "leaf": (0.24, 0.48, 0.22, 0.0),
    "bark": (0.40, 0.30, 0.22, 0.0),
    "flag": (0.86, 0.08, 0.10, 0.0),
    "board": (0.96, 0.96, 0.96, 0.0),
    "rim": (0.92, 0.40, 0.10, 0.0),
    "ceramic": (0.97, 0.97, 0.97, 0.0),
    "water_supply": (0.0, 0.749, 1.0, 0.0),
    "drainage": (0.0, 0.0, 0.804, 0.0),
    "fire_water": (1.0, 0.0, 0.0, 0.0),
    "heating": (0.486, 0.988, 0.0, 0.0),
    "ventilation": (0.0, 0.804, 0.0, 0.0),
    "lighting": (0.933, 0.510, 0.933, 0.0),
    "power": (0.627, 0.125, 0.941, 0.0),
}
"""Style → red, green, blue, transparency; pipes and ducts in the colours that JGJ/T 448 gives the systems."""
