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

function categoryOf(text: string): string | null {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const words = decoded(text.slice(0, 200_000));
  const said = /IFCPROJECT\s*\([^;]*;/i.exec(words)?.[0] ?? "";
  if (/IFCROAD|IFCBRIDGE|IFCALIGNMENT\s*\(/i.test(text) || /道路|桥梁|大街|市政/.test(said)) {
    return "road_bridge";
  }
  if (/公园|园林|绿化|游园/.test(said) || count(/\.VEGETATION\./g) > 20) {
    return "landscape";
  }
  if (/改造|整治|更新|提升|小区/.test(said)) {
    return "habitat";
  }
  return count(/IFCWALL|IFCBUILDINGSTOREY|IFCSPACE\s*\(/gi) > 0 ? "building" : null;
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
