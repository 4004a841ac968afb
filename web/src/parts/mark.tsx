import type { Outcome } from "../api.ts";
import { say } from "../texts.ts";

const SHAPES: Record<Outcome, preact.JSX.Element> = {
  fail: <path d="M7 0 14 7 7 14 0 7z" />,
  undetermined: <path d="M7 1.4 12.6 7 7 12.6 1.4 7z" fill="none" stroke="currentColor" stroke-width="2" />,
  pass: <path d="M1.5 7.5 5.5 11.5 12.5 3" fill="none" stroke="currentColor" stroke-width="2.4" />,
  na: <path d="M2 6h10v2H2z" />,
};

/** An outcome as colour and shape: the same marks as in the reports. */
export function Mark({ outcome }: { outcome: Outcome }) {
  return (
    <svg class={`mark ${outcome}`} viewBox="0 0 14 14" role="img" aria-label={say(`code.outcome.${outcome}`)}>
      {SHAPES[outcome]}
    </svg>
  );
}

export const OUTCOMES: Outcome[] = ["fail", "undetermined", "pass", "na"];

/** The four numbers of a check. */
export function Counts({ counts }: { counts: Partial<Record<Outcome, number>> }) {
  return (
    <ul class="counts">
      {OUTCOMES.map((outcome) => (
        <li key={outcome} class={outcome}>
          <Mark outcome={outcome} />
          <b>{counts[outcome] ?? 0}</b>
          <span>{say(`code.outcome.${outcome}`)}</span>
        </li>
      ))}
    </ul>
  );
}
