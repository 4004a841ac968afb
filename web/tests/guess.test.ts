import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decoded, guess, guessFrom } from "../src/guess.ts";

const SAMPLES = new URL("../../sample_ifc/clean/", import.meta.url).pathname;

test("a sample project is guessed to be of its own category", async () => {
  for (const project of readdirSync(SAMPLES)) {
    const yaml = readFileSync(join(SAMPLES, project, "project.yaml"), "utf8");
    const category = /^category: (\S+)/m.exec(yaml)?.[1];
    const files = readdirSync(join(SAMPLES, project)).filter((name) => name.endsWith(".ifc"));
    const guesses = await Promise.all(files.map((name) => guessFrom(new Blob([readFileSync(join(SAMPLES, project, name))]))));
    const told = guesses.map((one) => one.category).find((value) => value !== null) ?? null;
    expect([project, told]).toEqual([project, category]);
  }
});

test("what is no IFC is not guessed", () => {
  expect(guess("PK\u0003\u0004 IFCWALL IFCPROJECT('竣工');")).toEqual({ schema: null, category: null, stage: null });
});

test("schema and stage are read from header and project", () => {
  const text = "FILE_SCHEMA(('IFC4'));#1=IFCPROJECT('x',$,'a',$,$,'b','\\X2\\7AE35DE5\\X0\\',(#2),#3);#4=IFCWALL();";
  expect(guess(text)).toEqual({ schema: "IFC4", category: "building", stage: "completion" });
});

test("runs of two-byte characters are read", () => {
  expect(decoded("A\\X2\\73CF5C71\\X0\\B")).toBe("A珏山B");
});
