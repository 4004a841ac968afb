/** 预检: a place as large as the page allows to drop models on, and what they seem to be, for correction. */

import { useLocation } from "preact-iso";
import { useRef, useState } from "preact/hooks";
import { checks, Problem } from "../api.ts";
import { type Guess, guessFrom } from "../guess.ts";
import { Bar } from "../parts/bar.tsx";
import { CheckList } from "../parts/check_list.tsx";
import { Failure } from "../parts/failure.tsx";
import { bytes, codes, say } from "../texts.ts";

interface Chosen {
  file: File;
  guess: Guess;
}

/** What a client's requirements are written in, and models never. */
const IDS = /\.ids$/i;

const OPTIONS = [
  ["category", "project_category"],
  ["stage", "model_stage"],
  ["profile", "profile"],
] as const;

export function UploadPage({ signedOut }: { signedOut: () => void }) {
  const { route } = useLocation();
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [required, setRequired] = useState<File[]>([]);
  const [options, setOptions] = useState<Record<string, string>>({ profile: "baseline" });
  const [guessed, setGuessed] = useState<Set<string>>(new Set());
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isOver, setIsOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const idsPicker = useRef<HTMLInputElement>(null);

  const take = async (files: FileList | null) => {
    if (!files?.length) {
      return;
    }
    setProblem(null);
    const asked = [...files].filter((file) => IDS.test(file.name));
    const askedNames = new Set(asked.map((file) => file.name));
    setRequired([...required.filter((file) => !askedNames.has(file.name)), ...asked]);
    const models = [...files].filter((file) => !IDS.test(file.name));
    const added = await Promise.all(models.map(async (file) => ({ file, guess: await guessFrom(file) })));
    const names = new Set(added.map((one) => one.file.name));
    const all = [...chosen.filter((one) => !names.has(one.file.name)), ...added];
    setChosen(all);
    const next = { ...options };
    const told = new Set(guessed);
    for (const name of ["category", "stage"] as const) {
      const found = all.map((one) => one.guess[name]).find((value) => value !== null);
      if (found && (!next[name] || guessed.has(name))) {
        next[name] = found;
        told.add(name);
      }
    }
    setOptions(next);
    setGuessed(told);
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void take(event.dataTransfer?.files ?? null);
  };

  const start = async () => {
    setProblem(null);
    setSent(0);
    try {
      route(`/checks/${await checks.start(chosen.map((one) => one.file), required, options, setSent)}`);
    } catch (refusal) {
      if (refusal instanceof Problem && refusal.status === 401) {
        signedOut();
      }
      setSent(null);
      setProblem(refusal);
    }
  };

  const select = (name: string, value: string) => {
    setOptions({ ...options, [name]: value });
    setGuessed(new Set([...guessed].filter((one) => one !== name)));
  };

  return (
    <>
      <section
        class={`drop${isOver ? " over" : ""}${chosen.length ? " filled" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <h1>{say("web.upload.title")}</h1>
        <p class="quiet">{say("web.upload.what")}</p>
        <p>
          <button type="button" class={chosen.length ? "" : "main"} onClick={() => picker.current?.click()}>
            {say(chosen.length ? "web.upload.add" : "web.upload.pick")}
          </button>
          <button type="button" class="plain" onClick={() => idsPicker.current?.click()}>
            {say("web.upload.ids")}
          </button>
          {[
            { ref: picker, accept: ".ifc,.ifczip", label: say("web.upload.pick") },
            { ref: idsPicker, accept: ".ids", label: say("web.upload.ids") },
          ].map(({ ref, accept, label }) => (
            <input
              key={accept}
              ref={ref}
              type="file"
              multiple
              accept={accept}
              aria-label={label}
              onChange={(event) => {
                void take(event.currentTarget.files);
                event.currentTarget.value = "";
              }}
            />
          ))}
        </p>
        {chosen.length + required.length > 0 && (
          <ul class="files">
            {chosen.map((one) => (
              <li key={one.file.name}>
                <b>{one.file.name}</b>
                <small>
                  {bytes(one.file.size)}
                  {one.guess.schema ? ` · ${one.guess.schema}` : ""}
                </small>
                <button
                  type="button"
                  class="plain"
                  aria-label={say("web.upload.leave_out", { file: one.file.name })}
                  onClick={() => setChosen(chosen.filter((other) => other !== one))}
                >
                  ✕
                </button>
              </li>
            ))}
            {required.map((file) => (
              <li key={file.name}>
                <b>{file.name}</b>
                <small>{`${bytes(file.size)} · IDS`}</small>
                <button
                  type="button"
                  class="plain"
                  aria-label={say("web.upload.leave_out", { file: file.name })}
                  onClick={() => setRequired(required.filter((other) => other !== file))}
                >
                  ✕
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
      {chosen.length > 0 && (
        <section class="options">
          {OPTIONS.map(([name, list]) => (
            <label key={name}>
              {say(`web.upload.${name}`)}
              {guessed.has(name) && <small>{say("web.upload.guessed")}</small>}
              <select value={options[name] ?? ""} onChange={(event) => select(name, event.currentTarget.value)}>
                {name !== "profile" && <option value="">{say("web.upload.unsaid")}</option>}
                {codes(list).map((code) => (
                  <option key={code} value={code}>
                    {say(`code.${list}.${code}`)}
                  </option>
                ))}
              </select>
            </label>
          ))}
          <button type="button" class="main" disabled={sent !== null} onClick={start}>
            {say("web.upload.start")}
          </button>
        </section>
      )}
      {sent !== null && <Bar share={sent} label={say("web.upload.sending")} />}
      {problem !== null && <Failure problem={problem} />}
      <p class="quiet">{say("web.upload.private")}</p>
      <CheckList />
    </>
  );
}
