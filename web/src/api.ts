/** What the service says and takes: the routes under `/api/v1`, typed. */

import { language } from "./texts.ts";

export type State = "queued" | "running" | "done" | "failed" | "cancelled";
export type Outcome = "fail" | "undetermined" | "pass" | "na";

export interface Session {
  name: string;
  role: string;
  role_name: string;
}

/** How far a check is; also what each of its events carries. */
export interface Progress {
  state: State;
  progress: number;
  stage: string;
  message: string | null;
}

export interface Check extends Progress {
  id: string;
  /** 1 is the next to be worked on. */
  position: number | null;
  created_at: string;
  started_at: string | null;
  files: { name: string; bytes: number }[];
  outcomes: Partial<Record<Outcome, number>> | null;
  sentence: string | null;
  error: { code: string; message: string } | null;
}

type ByObligation = Record<"mandatory" | "recommended" | "advisory", number>;

export interface Project {
  code: string;
  name: string;
  category: string | null;
  stage: string | null;
  changed_at: string | null;
  parts: { part: string; number: number; file: string; is_placed: boolean; is_withdrawn: boolean }[];
  findings: Record<"fail" | "undetermined", ByObligation>;
  reports: { html: string } | null;
}

export interface Night {
  ended_at: string;
  projects: {
    project: string;
    sentence: string;
    parts: { part: string; change: string; number: number }[];
    quarantine: { file?: string; message: string }[];
  }[];
  unfinished: { place: string; error: string; message: string }[];
}

export interface Schedule {
  cron: string;
  timezone: string;
  next_run: string | null;
  /** Of Prefect's pages, on the machine that the service runs on. */
  address: string;
  is_up: boolean;
}

export interface LastNight {
  record: Night | null;
  schedule: Schedule | null;
}

/** An answer that says no, as `application/problem+json`. */
export class Problem extends Error {
  readonly status: number;
  /** The whole answer, for what only some problems say. */
  readonly said: Readonly<Record<string, unknown>>;

  constructor(status: number, sentence: string, said: Record<string, unknown> = {}) {
    super(sentence);
    this.status = status;
    this.said = said;
  }
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers);
  headers.set("Accept-Language", language());
  const answer = await fetch(`/api/v1${path}`, { ...init, headers, credentials: "same-origin" });
  if (!answer.ok) {
    throw await problemOf(answer);
  }
  return (answer.status === 204 || answer.status === 202 ? undefined : await answer.json()) as T;
}

async function problemOf(answer: Response): Promise<Problem> {
  return problem(answer.status, await answer.json().catch(() => ({})));
}

function problem(status: number, said: Record<string, unknown>): Problem {
  return new Problem(status, typeof said.detail === "string" ? said.detail : "", said);
}

export const session = {
  get: () => ask<Session>("/session"),
  start: (name: string, password: string) =>
    ask<void>("/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name, password }),
    }),
  end: () => ask<void>("/session", { method: "DELETE" }),
};

export const checks = {
  list: () => ask<{ checks: Check[] }>("/checks?limit=20").then((answer) => answer.checks),
  get: (id: string) => ask<Check>(`/checks/${id}`),
  remove: (id: string) => ask<void>(`/checks/${id}`, { method: "DELETE" }),
  report: (id: string, form: "html" | "json" | "xlsx") => `/api/v1/checks/${id}/report.${form}?lang=${language()}`,
  events: (id: string) => new EventSource(`/api/v1/checks/${id}/events`),
  start: upload,
};

export const projects = {
  list: () => ask<{ projects: Project[] }>("/projects").then((answer) => answer.projects),
};

export const tileset = {
  address: (code: string) => `/tiles/${encodeURIComponent(code)}/tileset.json`,
  /** Nothing, once the service has made the tiles. */
  ready: async (code: string) => {
    const answer = await fetch(tileset.address(code), { headers: { "Accept-Language": language() }, credentials: "same-origin" });
    if (!answer.ok) {
      throw await problemOf(answer);
    }
  },
};

export const nights = {
  last: () => ask<LastNight>("/nights/last").catch(noneYet),
};

function noneYet(refusal: unknown): LastNight {
  if (refusal instanceof Problem && refusal.status === 404) {
    return { record: null, schedule: (refusal.said.schedule as Schedule | undefined) ?? null };
  }
  throw refusal;
}

/** Send models, and IDS files to check them by; `XMLHttpRequest` because `fetch` does not tell how much has gone. */
function upload(
  models: File[],
  required: File[],
  options: Record<string, string>,
  sent: (share: number) => void,
): Promise<string> {
  const form = new FormData();
  for (const file of models) {
    form.append("model", file, file.name);
  }
  for (const file of required) {
    form.append("ids", file, file.name);
  }
  for (const [name, value] of Object.entries(options)) {
    if (value) {
      form.append(name, value);
    }
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/checks");
    request.setRequestHeader("Accept-Language", language());
    request.upload.onprogress = (event) => sent(event.total ? event.loaded / event.total : 0);
    request.onerror = () => reject(new Problem(0, ""));
    request.onload = () => {
      const said = parsed(request.responseText);
      if (request.status === 202 && typeof said.id === "string") {
        resolve(said.id);
      } else {
        reject(problem(request.status, said));
      }
    };
    request.send(form);
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
