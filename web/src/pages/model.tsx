/** A project on the map, as the city sees it: turn it, pick an object, see what was found of it. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { CityScene, Paint, Picked } from "../scene/city_scene.ts";
import { Failure } from "../parts/failure.tsx";
import { Mark } from "../parts/mark.tsx";
import { language, say } from "../texts.ts";
import { Problem, tileset } from "../api.ts";

const SHOWN = ["class_name", "name", "verdict", "storey", "part", "ifc_class", "global_id"];

export function ModelPage({ code, signedOut }: { code: string; signedOut: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useRef<CityScene | null>(null);
  const [picked, setPicked] = useState<Picked | null>(null);
  const [isSettled, setSettled] = useState(false);
  const [paint, setPaint] = useState<Paint>("class");
  const [problem, setProblem] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isGone = false;
    const refused = (refusal: unknown) => {
      if (refusal instanceof Problem && refusal.status === 401) {
        signedOut();
      }
      setProblem(refusal);
    };
    // Asked for first, so that a refusal is told in words; the viewer finds the same answer in the browser's store.
    Promise.all([tileset.ready(code), import("../scene/city_scene.ts")]).then(([, module]) => {
      if (!isGone && canvas.current) {
        scene.current = new module.CityScene(canvas.current, tileset.address(code), language(), {
          picked: setPicked,
          settled: setSettled,
          failed: () => setProblem(new Problem(0, say("web.model.failed"))),
        });
        scene.current.paintBy(paint);
      }
    }, refused);
    return () => {
      isGone = true;
      scene.current?.dispose();
      scene.current = null;
    };
  }, [code, attempt, language()]);
  const retry = () => {
    setProblem(null);
    setAttempt((count) => count + 1);
  };
  const choose = (next: Paint) => {
    setPaint(next);
    scene.current?.paintBy(next);
  };
  return (
    <>
      <div class="model_head">
        <h1>{say("web.model.title", { code })}</h1>
        <div class="choice" role="group" aria-label={say("web.model.paint")}>
          {(["class", "verdict"] as const).map((one) => (
            <button type="button" key={one} aria-pressed={paint === one} onClick={() => choose(one)}>
              {say(`web.model.by_${one}`)}
            </button>
          ))}
        </div>
      </div>
      {problem !== null && <Failure problem={problem} retry={retry} />}
      <div class="model" hidden={problem !== null} data-settled={isSettled}>
        <canvas ref={canvas} aria-label={say("web.model.title", { code })} />
        <aside>
          {paint === "verdict" && <Legend />}
          <div aria-live="polite">
            {picked ? <Told picked={picked} /> : <p class="quiet">{say(isSettled ? "web.model.how" : "web.loading")}</p>}
          </div>
        </aside>
      </div>
    </>
  );
}

function Legend() {
  return (
    <ul class="legend">
      {["fail", "undetermined", "none"].map((one) => (
        <li key={one}>
          <span class={`swatch ${one}`} /> {one === "none" ? say("web.model.no_finding") : say(`code.outcome.${one}`)}
        </li>
      ))}
    </ul>
  );
}

function Told({ picked }: { picked: Picked }) {
  const of = new Map(picked.attributes.map((one) => [one.key, one]));
  const outcome = of.get("worst_outcome")?.text;
  const rows = SHOWN.map((key) => of.get(key)).filter((one) => one !== undefined && one.text !== "");
  return (
    <dl>
      {rows.map((one) => (
        <div key={one?.key} data-key={one?.key}>
          <dt>{one?.label}</dt>
          <dd>
            {one?.key === "verdict" && (outcome === "fail" || outcome === "undetermined") && <Mark outcome={outcome} />} {one?.text}
          </dd>
        </div>
      ))}
      <div data-key="place">
        <dt>{say("web.model.place")}</dt>
        <dd class="figures">
          {picked.place
            ? say("web.model.lonlat", {
                lon: picked.place.lon.toFixed(6),
                lat: picked.place.lat.toFixed(6),
                height: picked.place.height.toFixed(2),
              })
            : say("web.model.unplaced")}
        </dd>
      </div>
    </dl>
  );
}
