/** What the service says and takes: the routes under `/api/v1`, typed. */

import { language } from "./texts.ts";

export type State = "queued" | "running" | "done" | "failed" | "cancelled";
export type Outcome = "fail" | "undetermined" | "pass" | "na";

export interface Session {
  name: string;
  role: string;
}

export interface Check {
  id: string;
  state: State;
  progress: number;
  stage?: string | null;
  message?: string | null;
  position?: number | null;
  created_at: string;
  started_at?: string | null;
  ended_at?: string | null;
  files: { name: string; bytes: number }[];
  options?: { category?: string | null; stage?: string | null; profile?: string | null };
  outcomes?: Partial<Record<Outcome, number>> | null;
  sentence?: string | null;
  error?: { code: string; message: string } | null;
}

export interface Project {
  code: string;
  name: string;
  category?: string | null;
  stage?: string | null;
  changed_at?: string | null;
  parts: { part: string; version_number: number; file_name: string }[];
  findings: { mandatory_fail: number; fail: number; undetermined: number };
  has_report?: boolean;
}

export interface Night {
  ended_at: string;
  projects: {
    project: string;
    sentence: string;
    outcomes: Partial<Record<Outcome, number>>;
    parts: { part: string; change: string; number: number }[];
    quarantine: { file?: string; message: string }[];
  }[];
  unfinished: { place: string; error: string; message: string }[];
}

export interface Schedule {
  cron: string;
  timezone: string;
  next_run_at?: string | null;
  prefect_url?: string | null;
}

/** An answer that says no, as `application/problem+json`. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, sentence: string) {
    super(sentence);
    this.status = status;
    this.code = code;
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
  const said: { code?: string; detail?: string; title?: string } = await answer.json().catch(() => ({}));
  return new Problem(answer.status, said.code ?? "", said.detail ?? said.title ?? answer.statusText);
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
  report: (code: string) => `/api/v1/projects/${encodeURIComponent(code)}/report.html`,
};

export const nights = {
  last: () => ask<{ night: Night | null; schedule: Schedule | null }>("/nights/last"),
};

/** Send models; `XMLHttpRequest` because `fetch` does not tell how much has gone. */
function upload(files: File[], options: Record<string, string>, sent: (share: number) => void): Promise<string> {
  const form = new FormData();
  for (const file of files) {
    form.append("model", file, file.name);
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
    request.onerror = () => reject(new Problem(0, "no_connection", ""));
    request.onload = () => {
      const said = parsed(request.responseText);
      if (request.status === 202 && typeof said.id === "string") {
        resolve(said.id);
      } else {
        reject(new Problem(request.status, said.code ?? "", said.detail ?? request.statusText));
      }
    };
    request.send(form);
  });
}

function parsed(text: string): { id?: string; code?: string; detail?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
