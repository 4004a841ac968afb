/** A tileset on a canvas: it turns, it is picked, it is painted by class or by verdict. Knows three, knows no page. */

import { GLTFExtensionsPlugin } from "3d-tiles-renderer/plugins";
import { TilesRenderer } from "3d-tiles-renderer/three";
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  DoubleSide,
  HemisphereLight,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  type MeshStandardMaterial,
  type Object3D,
  PerspectiveCamera,
  Raycaster,
  Scene,
  Sphere,
  Vector2,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";

/** What a picked object tells: texts by their name for people, in the order of the property table. */
export interface Picked {
  attributes: { key: string; label: string; text: string }[];
  /** Degrees and metres above the ellipsoid; null where the project has no place on the map. */
  place: { lon: number; lat: number; height: number } | null;
}

export type Paint = "class" | "verdict";

interface Handlers {
  picked: (picked: Picked | null) => void;
  /** Whether everything that is to be seen is there. */
  settled: (isSettled: boolean) => void;
  failed: () => void;
}

/** What the loader reads of EXT_structural_metadata; its own types are not published. */
interface StructuralMetadata {
  schema: { classes: Record<string, { properties: Record<string, { name?: string }> }> };
  getPropertyTableData: (tables: number[], rows: number[]) => Record<string, string>[];
}

/** Outcome → colour, as the legend in style.css has it; "" is what nothing was found of. */
const VERDICT_COLOURS: Record<string, string> = { fail: "#c62f26", undetermined: "#d08a12", "": "#b9c2cb" };
const VERDICTS = new Map(Object.entries(VERDICT_COLOURS).map(([outcome, colour]) => [outcome, new Color(colour)]));
const CHOSEN = new Color("#1673d6");
const CLICK_PX = 4;

export class CityScene {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(50, 1, 0.1, 10_000);
  private readonly controls: OrbitControls;
  private readonly tiles: TilesRenderer;
  private readonly chosen = new Mesh(
    new BufferGeometry(),
    // A little nearer than the object itself, so that it covers it and nothing before it.
    new MeshBasicMaterial({ color: CHOSEN, side: DoubleSide, polygonOffset: true, polygonOffsetFactor: -2, polygonOffsetUnits: -8 }),
  );
  private paint: Paint = "class";
  private isPlaced = false;
  private isDirty = true;
  private frame = 0;
  private pressed: [number, number] | null = null;
  private readonly watcher: ResizeObserver;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    address: string,
    language: string,
    private readonly handlers: Handlers,
  ) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true });
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
    this.scene.background = new Color("#eef2f6");
    const sun = new DirectionalLight("#ffffff", 2.2);
    sun.position.set(1, 2, 1.4);
    this.scene.add(new HemisphereLight("#ffffff", "#8d8a84", 1.6), sun, this.chosen);
    this.chosen.matrixAutoUpdate = false;
    this.chosen.visible = false;
    this.chosen.renderOrder = 1;
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.addEventListener("change", this.redraw);
    this.tiles = new TilesRenderer(address);
    this.tiles.fetchOptions.headers = { "Accept-Language": language };
    this.tiles.registerPlugin(new GLTFExtensionsPlugin({ metadata: true }));
    this.tiles.setCamera(this.camera);
    this.tiles.addEventListener("load-root-tileset", this.stand);
    this.tiles.addEventListener("load-model", ({ scene }) => {
      this.paintAll(scene);
      this.redraw();
    });
    this.tiles.addEventListener("tile-visibility-change", this.redraw);
    this.tiles.addEventListener("tiles-load-start", () => handlers.settled(false));
    this.tiles.addEventListener("tiles-load-end", () => handlers.settled(true));
    this.tiles.addEventListener("load-error", () => handlers.failed());
    this.scene.add(this.tiles.group);
    canvas.addEventListener("pointerdown", this.press);
    canvas.addEventListener("pointerup", this.release);
    this.watcher = new ResizeObserver(this.fit);
    this.watcher.observe(canvas);
    this.fit();
    this.draw();
  }

  /** Paint what is there and what comes by class or by verdict. */
  paintBy(paint: Paint): void {
    this.paint = paint;
    this.tiles.forEachLoadedModel((model) => this.paintAll(model));
    this.redraw();
  }

  /** Free what the graphics card holds. */
  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.watcher.disconnect();
    this.canvas.removeEventListener("pointerdown", this.press);
    this.canvas.removeEventListener("pointerup", this.release);
    this.controls.dispose();
    this.tiles.dispose();
    this.chosen.geometry.dispose();
    this.renderer.dispose();
  }

  private readonly redraw = (): void => {
    this.isDirty = true;
  };

  /** The root's own frame (east, north, up) becomes the scene's, y upwards: so nothing is drawn from the middle of the Earth. */
  private readonly stand = (): void => {
    const root = this.tiles.root;
    const sphere = new Sphere();
    if (root === null || !this.tiles.getBoundingSphere(sphere)) {
      return;
    }
    const own = new Matrix4().fromArray(root.transform ?? new Matrix4().toArray());
    this.isPlaced = new Vector3().setFromMatrixPosition(own).length() > 1e6;
    const upright = new Matrix4().makeRotationX(-Math.PI / 2).multiply(own.invert());
    upright.decompose(this.tiles.group.position, this.tiles.group.quaternion, this.tiles.group.scale);
    this.tiles.group.updateMatrixWorld(true);
    const size = sphere.radius;
    this.camera.near = size / 500;
    this.camera.far = size * 20;
    this.camera.position.set(0.6 * size, 0.8 * size, 1.2 * size);
    this.camera.updateProjectionMatrix();
    this.controls.target.copy(sphere.center.applyMatrix4(this.tiles.group.matrixWorld));
    this.controls.maxDistance = size * 8;
    this.controls.update();
    this.redraw();
  };

  private readonly fit = (): void => {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0 || clientHeight === 0) {
      return;
    }
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.camera.aspect = clientWidth / clientHeight;
    this.camera.updateProjectionMatrix();
    this.tiles.setResolutionFromRenderer(this.camera, this.renderer);
    this.redraw();
  };

  private readonly draw = (): void => {
    this.frame = requestAnimationFrame(this.draw);
    this.camera.updateMatrixWorld();
    this.tiles.update();
    if (this.isDirty) {
      this.isDirty = false;
      this.renderer.render(this.scene, this.camera);
    }
  };

  private paintAll(model: Object3D): void {
    model.traverse((mesh) => {
      if (!(mesh instanceof Mesh)) {
        return;
      }
      const material = mesh.material as MeshStandardMaterial;
      const metadata = metadataOf(mesh);
      mesh.userData["own"] ??= material.color.clone();
      if (this.paint === "class" || metadata === null) {
        material.color.copy(mesh.userData["own"] as Color);
        material.vertexColors = false;
      } else {
        if (!mesh.geometry.hasAttribute("color")) {
          mesh.geometry.setAttribute("color", verdictColours(mesh, metadata));
        }
        material.color.set("#ffffff");
        material.vertexColors = true;
      }
      material.needsUpdate = true;
    });
  }

  private readonly press = (event: PointerEvent): void => {
    this.pressed = [event.clientX, event.clientY];
  };

  private readonly release = (event: PointerEvent): void => {
    const [x, y] = this.pressed ?? [Infinity, Infinity];
    this.pressed = null;
    if (Math.hypot(event.clientX - x, event.clientY - y) <= CLICK_PX) {
      this.pick(event);
    }
  };

  private pick(event: PointerEvent): void {
    const bounds = this.canvas.getBoundingClientRect();
    const pointer = new Vector2(
      ((event.clientX - bounds.left) / bounds.width) * 2 - 1,
      1 - ((event.clientY - bounds.top) / bounds.height) * 2,
    );
    const ray = new Raycaster();
    ray.setFromCamera(pointer, this.camera);
    const hit = ray.intersectObject(this.tiles.group, true).find((one) => metadataOf(one.object as Mesh) !== null);
    this.chosen.visible = false;
    this.redraw();
    if (hit === undefined || hit.face === null || hit.face === undefined) {
      this.handlers.picked(null);
      return;
    }
    const mesh = hit.object as Mesh;
    const feature = featureIds(mesh).getX(hit.face.a);
    this.mark(mesh, feature);
    this.handlers.picked({ attributes: attributesOf(mesh, feature), place: this.placeOf(hit.point) });
  }

  /** Lay a colour over the triangles of one object. */
  private mark(mesh: Mesh, feature: number): void {
    const ids = featureIds(mesh);
    const corners = mesh.geometry.index?.array ?? [];
    const kept: number[] = [];
    for (let at = 0; at < corners.length; at += 3) {
      if (ids.getX(corners[at] as number) === feature) {
        kept.push(corners[at] as number, corners[at + 1] as number, corners[at + 2] as number);
      }
    }
    this.chosen.geometry.dispose();
    this.chosen.geometry = new BufferGeometry();
    this.chosen.geometry.setAttribute("position", mesh.geometry.getAttribute("position"));
    this.chosen.geometry.setIndex(kept);
    this.chosen.matrix.copy(mesh.matrixWorld);
    this.chosen.matrixWorld.copy(mesh.matrixWorld);
    this.chosen.visible = true;
  }

  private placeOf(point: Vector3): Picked["place"] {
    if (!this.isPlaced) {
      return null;
    }
    const onEarth = point.clone().applyMatrix4(this.tiles.group.matrixWorld.clone().invert());
    const found = { lat: 0, lon: 0, height: 0 };
    this.tiles.ellipsoid.getPositionToCartographic(onEarth, found);
    return { lon: (found.lon * 180) / Math.PI, lat: (found.lat * 180) / Math.PI, height: found.height };
  }
}

function metadataOf(mesh: Mesh): StructuralMetadata | null {
  return mesh.userData["meshFeatures"] ? ((mesh.userData["structuralMetadata"] as StructuralMetadata | undefined) ?? null) : null;
}

function featureIds(mesh: Mesh) {
  return mesh.geometry.getAttribute("_feature_id_0");
}

function attributesOf(mesh: Mesh, feature: number): Picked["attributes"] {
  const metadata = metadataOf(mesh);
  if (metadata === null) {
    return [];
  }
  const [row] = metadata.getPropertyTableData([0], [feature]);
  const properties = Object.values(metadata.schema.classes)[0]?.properties ?? {};
  return Object.entries(row ?? {}).map(([key, text]) => ({ key, label: properties[key]?.name ?? key, text }));
}

/** The colour of each vertex by the verdict on the object that it is of. */
function verdictColours(mesh: Mesh, metadata: StructuralMetadata): BufferAttribute {
  const ids = featureIds(mesh);
  const colours = new Float32Array(3 * ids.count);
  const known = new Map<number, Color>();
  for (let vertex = 0; vertex < ids.count; vertex += 1) {
    const feature = ids.getX(vertex);
    let colour = known.get(feature);
    if (colour === undefined) {
      const [row] = metadata.getPropertyTableData([0], [feature]);
      colour = VERDICTS.get(row?.["worst_outcome"] ?? "") ?? (VERDICTS.get("") as Color);
      known.set(feature, colour);
    }
    colour.toArray(colours, 3 * vertex);
  }
  return new BufferAttribute(colours, 3);
}
