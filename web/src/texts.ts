/** Texts for people, by code, from the project's message catalogues; the language is the reader's choice. */

import enCode from "../../cim_schema/catalogues/en/code.toml";
import enWeb from "../../cim_schema/catalogues/en/web.toml";
import zhCode from "../../cim_schema/catalogues/zh/code.toml";
import zhWeb from "../../cim_schema/catalogues/zh/web.toml";

export type Language = "zh" | "en";

const CATALOGUES: Record<Language, Catalogue> = { zh: { code: zhCode, web: zhWeb }, en: { code: enCode, web: enWeb } };
const KEPT = "jueshan.language";

let chosen: Language = localStorage.getItem(KEPT) === "en" ? "en" : "zh";

export function language(): Language {
  return chosen;
}

export function choose(language: Language): void {
  chosen = language;
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

/** The text of a code such as `web.upload.title`, with its parameters filled in; the code itself where none is written. */
export function say(code: string, params: Record<string, string | number> = {}): string {
  const found = lookUp(CATALOGUES[chosen], code) ?? lookUp(CATALOGUES.zh, code) ?? code;
  return found.replace(/\{([a-z_]+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** The codes of a list, such as `project_category`, in the catalogue's order. */
export function codes(list: string): string[] {
  const entries = (CATALOGUES.zh.code as Catalogue)[list];
  return typeof entries === "object" ? Object.keys(entries) : [];
}

function lookUp(catalogue: Catalogue, code: string): string | undefined {
  let at: string | Catalogue | undefined = catalogue;
  for (const key of code.split(".")) {
    at = typeof at === "object" ? at[key] : undefined;
  }
  return typeof at === "string" ? at : undefined;
}

const NUMBER = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 1 });

export function number(value: number): string {
  return NUMBER.format(value);
}

export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const step = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
  return `${number(count / 1000 ** step)} ${units[step]}`;
}

/** A moment as `2026-11-22 20:19`, in the reader's own time. */
export function moment(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  return (
    `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
  );
}
