import { useState } from "preact/hooks";
import { session } from "../api.ts";
import { sentenceOf } from "../parts/failure.tsx";
import { say } from "../texts.ts";

export function SignIn({ signedIn }: { signedIn: () => void }) {
  const [refused, setRefused] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const enter = async (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    setIsAsking(true);
    try {
      await session.start(String(given.get("name")), String(given.get("password")));
      signedIn();
    } catch (problem) {
      setRefused(sentenceOf(problem));
    } finally {
      setIsAsking(false);
    }
  };
  return (
    <section class="sign_in">
      <h1>{say("web.sign_in.title")}</h1>
      <p class="quiet">{say("web.sign_in.why")}</p>
      <form onSubmit={enter}>
        <label>
          {say("web.sign_in.name")}
          <input name="name" autocomplete="username" required autofocus />
        </label>
        <label>
          {say("web.sign_in.password")}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {refused && (
          <p class="refused" role="alert">
            {refused}
          </p>
        )}
        <button type="submit" class="main" disabled={isAsking}>
          {say("web.sign_in.enter")}
        </button>
      </form>
      <p class="quiet">{say("web.sign_in.no_account")}</p>
    </section>
  );
}
