/** What the city holds, and how last night went: green or not, in one glance. */

import { useEffect, useState } from "preact/hooks";
import { type LastNight as Last, nights, type Project, Problem, projects } from "../api.ts";
import { Failure } from "../parts/failure.tsx";
import { Mark } from "../parts/mark.tsx";
import { moment, say } from "../texts.ts";

type Found = { projects: Project[]; last: Last };
const OPERATORS = ["operator", "admin"];

export function ProjectsPage({ role, signedOut }: { role: string; signedOut: () => void }) {
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const ask = () => {
    setProblem(null);
    Promise.all([projects.list(), nights.last()]).then(
      ([list, last]) => setFound({ projects: list, last }),
      (refusal: unknown) => {
        if (refusal instanceof Problem && refusal.status === 401) {
          signedOut();
        }
        setProblem(refusal);
      },
    );
  };
  useEffect(ask, []);
  if (problem !== null) {
    return <Failure problem={problem} retry={ask} />;
  }
  if (found === null) {
    return <p class="quiet">{say("web.loading")}</p>;
  }
  return (
    <>
      <LastNight last={found.last} isOperator={OPERATORS.includes(role)} />
      <ProjectTable list={found.projects} />
    </>
  );
}

function LastNight({ last, isOperator }: { last: Last; isOperator: boolean }) {
  const { record: night, schedule } = last;
  const stuck = night?.unfinished ?? [];
  const refused = (night?.projects ?? []).flatMap((one) => one.quarantine.map((file) => ({ ...file, project: one.project })));
  const isSound = stuck.length === 0 && refused.length === 0;
  const came = (night?.projects ?? []).filter((one) => one.parts.some((part) => part.change !== "unchanged"));
  return (
    <section>
      <h1 class={night === null ? "" : isSound ? "sound" : "unsound"}>
        {night === null ? say("web.night.none") : say(isSound ? "web.night.sound" : "web.night.unsound")}
      </h1>
      {night && (
        <p>
          {say("web.night.ended", {
            moment: moment(night.ended_at),
            count: night.projects.length,
            came: came.length,
            refused: refused.length,
            stuck: stuck.length,
          })}
        </p>
      )}
      {(stuck.length > 0 || refused.length > 0) && (
        <ul class="alarm">
          {stuck.map((one) => (
            <li key={one.place}>
              <b>{one.place}</b> {one.message}
            </li>
          ))}
          {refused.map((one) => (
            <li key={`${one.project}/${one.file}`}>
              <b>{one.project}</b> {one.message}
            </li>
          ))}
        </ul>
      )}
      <p class="quiet">
        {schedule
          ? say("web.night.schedule", {
              cron: schedule.cron,
              timezone: schedule.timezone,
              next: schedule.next_run ? moment(schedule.next_run) : "–",
            })
          : say("web.night.no_schedule")}
        {isOperator && schedule?.is_up && (
          <>
            {" "}
            <a href={schedule.address} target="_blank" rel="noreferrer">
              {say("web.night.prefect")}
            </a>
          </>
        )}
      </p>
    </section>
  );
}

function ProjectTable({ list }: { list: Project[] }) {
  if (list.length === 0) {
    return <p class="empty">{say("web.projects.none")}</p>;
  }
  return (
    <section>
      <h2>{say("web.projects.title", { count: list.length })}</h2>
      <table class="wide">
        <thead>
          <tr>
            <th>{say("web.projects.name")}</th>
            <th>{say("web.projects.category")}</th>
            <th>{say("web.projects.stage")}</th>
            <th>{say("web.projects.parts")}</th>
            <th class="n">{say("web.projects.findings")}</th>
            <th class="n">{say("web.projects.changed")}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((one) => (
            <Row key={one.code} project={one} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ project }: { project: Project }) {
  const named = project.name || project.code;
  return (
    <tr>
      <td>
        {project.reports ? (
          <a href={project.reports.html} target="_blank" rel="noreferrer">
            {named}
          </a>
        ) : (
          named
        )}
        <small class="line">
          {project.code} <a href={`/projects/${encodeURIComponent(project.code)}/model`}>{say("web.projects.model")}</a>
        </small>
      </td>
      <td>{project.category ? say(`code.project_category.${project.category}`) : "–"}</td>
      <td>{project.stage ? say(`code.model_stage.${project.stage}`) : "–"}</td>
      <td>
        {project.parts.map((part) => (
          <small class="line" key={part.part} title={part.file}>
            {part.part} <span class="quiet">{say("web.projects.version", { number: part.number })}</span>
            {part.is_withdrawn && ` ${say("web.projects.withdrawn")}`}
            {!part.is_placed && ` ${say("web.projects.unplaced")}`}
          </small>
        ))}
      </td>
      <td class="n">
        <span class="marks">
          <span>
            <Mark outcome="fail" /> {total(project.findings.fail)}
            <small>{say("web.projects.mandatory", { count: project.findings.fail.mandatory })}</small>
          </span>
          <span>
            <Mark outcome="undetermined" /> {total(project.findings.undetermined)}
          </span>
        </span>
      </td>
      <td class="n">{project.changed_at ? moment(project.changed_at) : "–"}</td>
    </tr>
  );
}

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
