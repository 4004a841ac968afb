// The official validator of glTF over the files that are named; what it says goes out as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { validateBytes } = createRequire(new URL("../../../../web/package.json", import.meta.url))("gltf-validator");
const told = [];
for (const name of process.argv.slice(2)) {
  const report = await validateBytes(new Uint8Array(readFileSync(name)), { maxIssues: 0 });
  told.push([name, report.issues.messages]);
}
process.stdout.write(JSON.stringify(told));
