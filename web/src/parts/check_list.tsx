import { useEffect, useState } from "preact/hooks";
import { type Check, checks } from "../api.ts";
import { bytes, moment, say } from "../texts.ts";
import { Mark } from "./mark.tsx";

/** The reader's own checks, newest first. */
export function CheckList() {
  const [found, setFound] = useState<Check[] | null>(null);
  useEffect(() => {
    checks.list().then(setFound, () => setFound(null));
  }, []);
  if (found === null || found.length === 0) {
    return null;
  }
  return (
    <section>
      <h2>{say("web.checks.title")}</h2>
      <table class="wide">
        <thead>
          <tr>
            <th>{say("web.checks.files")}</th>
            <th>{say("web.checks.state")}</th>
            <th class="n">{say("web.checks.created")}</th>
          </tr>
        </thead>
        <tbody>
          {found.map((check) => (
            <tr key={check.id}>
              <td>
                <a href={`/checks/${check.id}`}>{check.files.map((file) => file.name).join("、")}</a>
                <small> {bytes(check.files.reduce((sum, file) => sum + file.bytes, 0))}</small>
              </td>
              <td>
                <StateOf check={check} />
              </td>
              <td class="n">{moment(check.created_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function StateOf({ check }: { check: Check }) {
  if (check.state !== "done" || !check.outcomes) {
    return <span class={`state ${check.state}`}>{say(`web.state.${check.state}`)}</span>;
  }
  return (
    <span class="marks">
      {(["fail", "undetermined"] as const).map((outcome) => (
        <span key={outcome}>
          <Mark outcome={outcome} /> {check.outcomes?.[outcome] ?? 0}
        </span>
      ))}
    </span>
  );
}
