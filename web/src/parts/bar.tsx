/** A progress bar that never goes back. */

import { useRef } from "preact/hooks";

export function Bar({ share, label }: { share: number; label: string }) {
  const furthest = useRef(0);
  furthest.current = Math.max(furthest.current, Math.min(share, 1));
  const percent = Math.floor(furthest.current * 100);
  return (
    <div class="bar" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <span style={{ width: `${percent}%` }} />
      <b>{percent} %</b>
    </div>
  );
}
