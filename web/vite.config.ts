import { parse } from "smol-toml";
import { defineConfig, type Plugin } from "vite";

/** The message catalogues of the project are its TOML files; the pages import them as they are. */
const catalogues: Plugin = {
  name: "catalogues",
  transform(source, id) {
    return id.endsWith(".toml") ? { code: `export default ${JSON.stringify(parse(source))}`, map: null } : undefined;
  },
};

export default defineConfig({
  plugins: [catalogues],
  // three, which only the page that draws asks for, is 730 kB.
  build: { target: "es2022", modulePreload: { polyfill: false }, chunkSizeWarningLimit: 800 },
  server: { fs: { allow: [".."] }, proxy: { "/api": "http://127.0.0.1:8000", "/healthz": "http://127.0.0.1:8000" } },
});
