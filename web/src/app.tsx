/** The frame around every page: who is here, where one can go, in which language. */

import { LocationProvider, useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { Problem, session, type Session } from "./api.ts";
import { CheckPage } from "./pages/check.tsx";
import { ModelPage } from "./pages/model.tsx";
import { ProjectsPage } from "./pages/projects.tsx";
import { SignIn } from "./pages/sign_in.tsx";
import { UploadPage } from "./pages/upload.tsx";
import { Failure } from "./parts/failure.tsx";
import { choose, language, say } from "./texts.ts";

type Who = { state: "asking" } | { state: "nobody" } | { state: "known"; who: Session } | { state: "failed"; problem: unknown };

export function App() {
  const [who, setWho] = useState<Who>({ state: "asking" });
  const [, redraw] = useState(0);
  const ask = () =>
    session.get().then(
      (known) => setWho({ state: "known", who: known }),
      (problem) =>
        setWho(problem instanceof Problem && problem.status === 401 ? { state: "nobody" } : { state: "failed", problem }),
    );
  useEffect(() => {
    choose(language());
    void ask();
  }, []);
  const switchLanguage = () => {
    choose(language() === "zh" ? "en" : "zh");
    redraw((count) => count + 1);
  };
  const leave = () => session.end().then(ask, ask);
  return (
    <LocationProvider>
      <Header who={who.state === "known" ? who.who : null} switchLanguage={switchLanguage} leave={leave} />
      <main>
        {who.state === "asking" && <p class="quiet">{say("web.loading")}</p>}
        {who.state === "nobody" && <SignIn signedIn={ask} />}
        {who.state === "failed" && <Failure problem={who.problem} retry={ask} />}
        {who.state === "known" && <Pages role={who.who.role} signedOut={() => setWho({ state: "nobody" })} />}
      </main>
    </LocationProvider>
  );
}

function Pages({ role, signedOut }: { role: string; signedOut: () => void }) {
  const { path } = useLocation();
  const check = /^\/checks\/([^/]+)$/.exec(path)?.[1];
  if (path === "/") {
    return <UploadPage signedOut={signedOut} />;
  }
  if (check) {
    return <CheckPage key={check} id={check} signedOut={signedOut} />;
  }
  const model = /^\/projects\/([^/]+)\/model$/.exec(path)?.[1];
  if (model) {
    return <ModelPage key={model} code={decodeURIComponent(model)} signedOut={signedOut} />;
  }
  return path === "/projects" ? <ProjectsPage role={role} signedOut={signedOut} /> : <NotThere />;
}

function NotThere() {
  return (
    <section class="empty">
      <h1>{say("web.not_there.title")}</h1>
      <a href="/">{say("web.not_there.next")}</a>
    </section>
  );
}

interface HeaderProps {
  who: Session | null;
  switchLanguage: () => void;
  leave: () => void;
}

function Header({ who, switchLanguage, leave }: HeaderProps) {
  const { path } = useLocation();
  const link = (to: string, text: string, isHere: boolean) => (
    <a href={to} aria-current={isHere ? "page" : undefined}>
      {text}
    </a>
  );
  return (
    <header>
      <a class="brand" href="/">
        <img src="/assets/mark.svg" alt="" width="22" height="22" />
        {say("web.brand")}
      </a>
      <nav>
        {who && link("/", say("web.nav.upload"), path === "/" || path.startsWith("/checks"))}
        {who && link("/projects", say("web.nav.projects"), path.startsWith("/projects"))}
      </nav>
      <div class="who">
        {who && (
          <span>
            {who.name} <small>{who.role_name}</small>
          </span>
        )}
        {who && (
          <button type="button" class="plain" onClick={leave}>
            {say("web.nav.sign_out")}
          </button>
        )}
        <button type="button" class="plain" onClick={switchLanguage} lang={language() === "zh" ? "en" : "zh"}>
          {language() === "zh" ? "English" : "中文"}
        </button>
      </div>
    </header>
  );
}
