"""What grows in the park: names, sizes and shapes of its trees and shrubs."""

from collections.abc import Callable
from dataclasses import dataclass

from sample_ifc.shapes import Mesh, Solid, blob, trunk


@dataclass(frozen=True)
class Species:
    """A tree or shrub as it was planted; metres."""

    name: str
    botanical: str
    height: float
    crown: float
    trunk: float = 0.0
    """Diameter at breast height; 0 for shrubs."""
    stem: float = 0.0
    """Height of the lowest leaves."""
    style: str = "leaf"
    is_conifer: bool = False

    def solids(self) -> list[Solid]:
        """Trunk and crown, on the ground at the origin."""
        leaves: Callable[..., Mesh] = cone if self.is_conifer else blob
        crown = leaves((0, 0, self.stem), self.crown / 2, round(self.height - self.stem, 3), self.style)
        return [trunk((0, 0, -0.1), max(self.trunk / 2, 0.08), self.stem + 0.5, "bark"), crown] if self.trunk else [crown]


def cone(centre: tuple[float, float, float], radius: float, height: float, style: str, sides: int = 7) -> Mesh:
    """The crown of a conifer."""
    ring = trunk(centre, radius, 0.0, style, sides).vertices[:sides]
    x, y, z = centre
    vertices = (*ring, (x, y, z + height), (x, y, z + 0.15 * height))
    top, under = sides, sides + 1
    faces = [face for i in range(sides) for face in ((i, (i + 1) % sides, top), (under, (i + 1) % sides, i))]
    return Mesh(vertices, tuple(faces), style)


TREES = {
    species.name: species
    for species in (
        Species("国槐", "Styphnolobium japonicum", 8.0, 5.0, 0.18, 2.4),
        Species("白蜡", "Fraxinus chinensis", 7.5, 4.5, 0.16, 2.3),
        Species("银杏", "Ginkgo biloba", 9.0, 4.0, 0.20, 2.2, "gold"),
        Species("栾树", "Koelreuteria paniculata", 7.5, 4.6, 0.15, 2.2),
        Species("元宝枫", "Acer truncatum", 6.0, 4.0, 0.14, 1.9, "gold"),
        Species("垂柳", "Salix babylonica", 8.5, 5.6, 0.22, 1.8, "willow"),
        Species("油松", "Pinus tabuliformis", 6.0, 4.2, 0.20, 1.4, "needle", is_conifer=True),
        Species("白皮松", "Pinus bungeana", 5.5, 3.4, 0.16, 0.8, "needle", is_conifer=True),
        Species("西府海棠", "Malus × micromalus", 3.8, 2.6, 0.09, 1.0, "blossom"),
        Species("紫叶李", "Prunus cerasifera 'Atropurpurea'", 4.0, 2.8, 0.09, 1.2, "purple"),
    )
}
SHRUBS = {
    species.name: species
    for species in (
        Species("紫丁香", "Syringa oblata", 2.0, 1.8, style="purple"),
        Species("连翘", "Forsythia suspensa", 1.5, 1.6, style="gold"),
        Species("金银木", "Lonicera maackii", 2.2, 2.0),
        Species("榆叶梅", "Prunus triloba", 1.8, 1.6, style="blossom"),
    )
}
