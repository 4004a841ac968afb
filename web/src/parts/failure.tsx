import { Problem } from "../api.ts";
import { say } from "../texts.ts";

/** What went wrong, and what to do. */
export function Failure({ problem, retry }: { problem: unknown; retry?: () => void }) {
  return (
    <div class="alarm" role="alert">
      <p>{sentenceOf(problem)}</p>
      {retry && (
        <button type="button" onClick={retry}>
          {say("web.retry")}
        </button>
      )}
    </div>
  );
}

export function sentenceOf(problem: unknown): string {
  if (problem instanceof Problem && problem.message) {
    return problem.message;
  }
  return say("web.no_connection");
}
