declare module "*.css";

declare module "*.toml" {
  const content: Catalogue;
  export default content;
}

/** A message catalogue: texts by key, nested. */
interface Catalogue {
  [key: string]: string | Catalogue;
}
