/** One check: where it stands while it runs, its report when it is done. */

import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { type Check, checks, Problem, type Progress } from "../api.ts";
import { Bar } from "../parts/bar.tsx";
import { Failure } from "../parts/failure.tsx";
import { Counts } from "../parts/mark.tsx";
import { bytes, moment, say } from "../texts.ts";

const STAGES = ["read", "geometry", "check", "report"];
const ASK_AGAIN_MS = 2000;

export function CheckPage({ id, signedOut }: { id: string; signedOut: () => void }) {
  const { route } = useLocation();
  const [check, setCheck] = useState<Check | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isCutOff, setIsCutOff] = useState(false);
  const isQueued = check?.state === "queued";
  const isOver = check !== null && !isQueued && check.state !== "running";

  const ask = () =>
    checks.get(id).then(
      (found) => {
        setCheck(found);
        setIsCutOff(false);
      },
      (refusal: unknown) => {
        if (refusal instanceof Problem && refusal.status === 401) {
          signedOut();
        } else if (refusal instanceof Problem && refusal.status === 404) {
          setProblem(refusal);
        } else {
          // The service may be starting again: the check goes on where it was.
          setIsCutOff(true);
        }
      },
    );

  useEffect(() => {
    void ask();
  }, [id]);

  useEffect(() => {
    if (isOver || problem !== null) {
      return undefined;
    }
    const events = checks.events(id);
    const follow = (event: MessageEvent<string>) => {
      const now = JSON.parse(event.data) as Progress;
      setCheck((known) => (known ? { ...known, ...now } : known));
    };
    events.addEventListener("progress", follow);
    for (const kind of ["state", "outcomes"]) {
      events.addEventListener(kind, () => void ask());
    }
    // Events do not tell the place in the queue; and they may be cut off, with the service or by a proxy.
    const timer = setInterval(() => {
      if (isQueued || events.readyState !== EventSource.OPEN) {
        void ask();
      }
    }, ASK_AGAIN_MS);
    return () => {
      clearInterval(timer);
      events.close();
    };
  }, [id, isOver, isQueued, problem !== null]);

  if (problem !== null) {
    return <Failure problem={problem} />;
  }
  if (check === null) {
    return <p class="quiet">{say(isCutOff ? "web.check.cut_off" : "web.loading")}</p>;
  }
  const remove = () =>
    checks.remove(id).then(
      () => (isOver ? route("/") : ask()),
      (refusal: unknown) => setProblem(refusal),
    );
  return (
    <>
      <section>
        <p class="quiet models">
          {check.files.map((file) => (
            <span key={file.name}>
              <b>{file.name}</b> {bytes(file.bytes)}
            </span>
          ))}
          <span>{moment(check.created_at)}</span>
        </p>
        {isCutOff && <p class="notice">{say("web.check.cut_off")}</p>}
        {!isOver && <Running check={check} cancel={remove} />}
        {check.state === "done" && <Done check={check} remove={remove} />}
        {check.state === "failed" && <Failed check={check} />}
        {check.state === "cancelled" && (
          <>
            <h1>{say("web.check.cancelled")}</h1>
            <a href="/">{say("web.check.another")}</a>
          </>
        )}
      </section>
      {check.state === "done" && (
        <iframe
          class="report"
          title={say("web.check.report")}
          src={checks.report(id, "html")}
          sandbox="allow-scripts allow-popups allow-downloads"
        />
      )}
    </>
  );
}

function Running({ check, cancel }: { check: Check; cancel: () => void }) {
  const at = STAGES.indexOf(check.stage);
  return (
    <>
      <h1>{check.state === "queued" ? queued(check) : say("web.check.running")}</h1>
      <Bar share={check.progress} label={say("web.check.running")} />
      <ol class="stages">
        {STAGES.map((stage, place) => (
          <li key={stage} class={at < 0 || place > at ? "ahead" : place < at ? "behind" : "now"}>
            {say(`web.stage.${stage}`)}
          </li>
        ))}
      </ol>
      {check.message && <p class="quiet">{check.message}</p>}
      {check.outcomes && <Counts counts={check.outcomes} />}
      <div class="row">
        <Elapsed since={check.started_at ?? check.created_at} />
        <button type="button" onClick={cancel}>
          {say("web.check.cancel")}
        </button>
      </div>
    </>
  );
}

function queued(check: Check): string {
  const before = (check.position ?? 1) - 1;
  return before > 0 ? say("web.check.position", { count: before }) : say("web.check.queued");
}

function Elapsed({ since }: { since: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((Date.now() - new Date(since).getTime()) / 1000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return <span class="quiet">{say("web.check.elapsed", { clock })}</span>;
}

/** The report says the rest: its headline and its numbers are not told twice. */
function Done({ check, remove }: { check: Check; remove: () => void }) {
  return (
    <p class="links">
      <a href={checks.report(check.id, "html")} target="_blank" rel="noreferrer">
        {say("web.check.open")}
      </a>
      <a href={checks.report(check.id, "xlsx")} download>
        XLSX
      </a>
      <a href={checks.report(check.id, "json")} download>
        JSON
      </a>
      <a href="/">{say("web.check.another")}</a>
      <button type="button" class="plain" onClick={() => window.confirm(say("web.check.remove_sure")) && remove()}>
        {say("web.check.remove")}
      </button>
    </p>
  );
}

function Failed({ check }: { check: Check }) {
  return (
    <>
      <h1>{say("web.check.failed")}</h1>
      <div class="alarm" role="alert">
        <p>{check.error?.message ?? say("web.check.failed")}</p>
      </div>
      <a href="/">{say("web.check.another")}</a>
    </>
  );
}
