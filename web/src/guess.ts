/**
 * What a model seems to be, from its own bytes: shown for correction, never taken for granted.
 *
 * Only the beginning, the middle and the end of a file are looked at, so that a large one answers at once.
 */

export interface Guess {
  schema: string | null;
  category: string | null;
  stage: string | null;
}

const SLICE = 512 * 1024;

const STAGES: [RegExp, string][] = [
  [/竣工|验收|as-?built|completion/i, "completion"],
  [/运维|运营|operation/i, "operation"],
  [/施工图|construction (drawing|document)/i, "construction_drawing"],
  [/招标|投标|tender/i, "tender"],
  [/方案|scheme|concept/i, "scheme"],
  [/策划|立项|planning/i, "planning"],
  [/施工|construction/i, "construction"],
];

/** Guess from a file; nothing is guessed of a zipped one. */
export async function guessFrom(file: Blob): Promise<Guess> {
  const starts = [0, Math.max(0, Math.floor(file.size / 2) - SLICE / 2), Math.max(0, file.size - SLICE)];
  const slices = await Promise.all(starts.map((start) => file.slice(start, start + SLICE).text()));
  return guess(slices.join("\n"));
}

/** Guess from the text of a model, or of some pieces of it. */
export function guess(text: string): Guess {
  const schema = /FILE_SCHEMA\s*\(\s*\(\s*'([^']+)'/i.exec(text)?.[1] ?? null;
  return { schema, category: schema ? categoryOf(text) : null, stage: schema ? stageOf(text) : null };
}

/** What the project is called counts first: a park has a bridge too, and a street has trees. */
const CATEGORIES: [RegExp, string][] = [
  [/公园|游园|园林|绿化|景观/, "landscape"],
  [/改造|整治|更新|提升|人居/, "habitat"],
  [/学校|教学|小学|中学|医院|住宅|办公|楼/, "building"],
  [/桥|道路|大街|快速路|主干路|次干路|市政/, "road_bridge"],
];

function categoryOf(text: string): string | null {
  const project = /IFCPROJECT\s*\([^;]*;/i.exec(text)?.[0];
  const said = project ? decoded(project) : "";
  const named = CATEGORIES.find(([pattern]) => pattern.test(said))?.[1];
  if (named) {
    return named;
  }
  if (/=\s*IFC(ROAD|BRIDGE|ALIGNMENT)\s*\(/i.test(text)) {
    return "road_bridge";
  }
  return /=\s*IFC(WALL\w*|BUILDINGSTOREY|SPACE)\s*\(/i.test(text) ? "building" : null;
}

function stageOf(text: string): string | null {
  const project = /IFCPROJECT\s*\([^;]*;/i.exec(text)?.[0];
  const said = project ? decoded(project) : "";
  return STAGES.find(([pattern]) => pattern.test(said))?.[1] ?? null;
}

/** STEP strings with their `\\X2\\…\\X0\\` runs read. */
export function decoded(text: string): string {
  return text.replace(/\\X2\\([0-9A-F]+)\\X0\\/gi, (_, digits: string) =>
    (digits.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join(""),
  );
}
