"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const say = (key, params = {}) => (data.texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
  const get = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const PAGE = 20;
  const OUTCOMES = ["fail", "undetermined"];
  const OBLIGATIONS = ["mandatory", "recommended", "advisory"];
  const ELEMENTS = ["design", "character", "green", "safety", "quality", "function"];
  const DEFAULTS = { view: "cause", q: "", outcome: "", obligation: "", element: "", part: "", cause: "", f: "" };
  const byId = new Map(data.findings.map((finding) => [finding.id, finding]));
  const causes = new Map(data.causes.map((cause) => [cause.number, cause]));
  let state = { ...DEFAULTS };
  let groups = [];
  let rows = [];

  for (const finding of data.findings) {
    const rule = data.rules[finding.rule];
    finding.words = [finding.text, rule.name, finding.rule, rule.clause, finding.cls, data.classes[finding.cls], finding.name, finding.tag,
      finding.type, finding.gid, finding.storey, finding.field, finding.id].filter(Boolean).join("\n").toLowerCase();
  }

  // Names in models are the sender's: text is only ever set as text.
  function make(tag, options = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(options)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== undefined && value !== null) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
    return node;
  }
  function draw(tag, attributes = {}, ...children) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }
  function mark(outcome, obligation) {
    return draw("svg", { class: `mark ${outcome} ${obligation}`, role: "img", "aria-label": say(`outcome.${outcome}`) }, draw("use", { href: `#m-${outcome}` }));
  }
  function unit(symbol) {
    return (symbol ?? "").replace(/([a-z])2\b/g, "$1²").replace(/([a-z])3\b/g, "$1³").replace(".", "·");
  }
  function number(value, symbol) {
    const shown = Math.abs(value) >= 1e6 ? value.toFixed(0) : String(Math.round(value * 1000) / 1000);
    return symbol ? `${shown} ${unit(symbol)}` : shown;
  }
  const compared = (words) => (words ?? "").replace(/>=/g, "≥").replace(/<=/g, "≤");
  const called = (finding) => data.classes[finding.cls] ?? finding.cls ?? say("model");
  const obligation = (finding) => data.rules[finding.rule].obligation;

  function matches(finding) {
    return (!state.outcome || finding.outcome === state.outcome) &&
      (!state.obligation || obligation(finding) === state.obligation) &&
      (!state.element || data.rules[finding.rule].element === state.element) &&
      (!state.part || data.parts[finding.model].part === state.part) &&
      (!state.cause || finding.cause === Number(state.cause)) &&
      state.q.toLowerCase().split(/\s+/).every((word) => finding.words.includes(word));
  }

  const VIEWS = {
    cause: {
      key: (f) => f.cause,
      order: (key) => key,
      head: (key) => ({ title: causes.get(key).title, note: `${causes.get(key).should} · ${causes.get(key).rule}`, mark: causes.get(key) }),
    },
    rule: {
      key: (f) => f.rule,
      order: (key) => Object.keys(data.rules).indexOf(key),
      head: (key) => ({ title: data.rules[key].name, note: [key, data.rules[key].clause].filter(Boolean).join(" · "), mark: data.rules[key] }),
    },
    storey: {
      key: (f) => f.storey ?? "",
      order: (key) => (key === "" ? 1e9 : data.storeys.indexOf(key)),
      head: (key) => ({ title: key || say("no_storey") }),
    },
    element: {
      key: (f) => data.rules[f.rule].element,
      order: (key) => ELEMENTS.indexOf(key),
      head: (key) => ({ title: say(`six_element.${key}`) }),
    },
  };

  function collect() {
    const view = VIEWS[state.view];
    const found = new Map();
    for (const finding of data.findings) {
      if (!matches(finding)) continue;
      const key = view.key(finding);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(finding);
    }
    const open = new Map(groups.map((group) => [group.key, group]));
    groups = [...found].sort((a, b) => view.order(a[0]) - view.order(b[0])).map(([key, members]) => ({
      key, members: members.sort((a, b) => a.cause - b.cause), open: open.get(key)?.open ?? false, shown: open.get(key)?.shown ?? PAGE,
    }));
    if (groups.length && (groups.length === 1 || state.cause)) groups[0].open = true;
  }

  function rowOf(finding) {
    const line = make("a", { class: "row", href: hash({ f: finding.id }), "data-id": finding.id, onclick: (event) => { event.preventDefault(); go({ f: finding.id }); } });
    const place = [finding.storey, data.parts.length > 1 ? data.parts[finding.model].part : ""].filter(Boolean).join(" · ");
    line.append(
      mark(finding.outcome, obligation(finding)),
      make("span", { class: "what" }, finding.name ? `${called(finding)} ${finding.name}` : called(finding), make("small", {}, [finding.cls, place].filter(Boolean).join(" · "))),
      make("span", { class: "values" },
        finding.outcome === "undetermined" ? say("missing") : finding.value !== undefined ? number(finding.value, finding.unit) : finding.seen ?? "",
        make("small", {}, finding.outcome === "undetermined" ? finding.field ?? "" : compared(finding.want))),
    );
    if (finding.id === state.f) line.setAttribute("aria-current", "true");
    return line;
  }

  // Of a cause with too many findings the page lists some.
  function amountOf(group) {
    const cause = state.view === "cause" ? causes.get(group.key) : undefined;
    const listed = String(group.members.length);
    return cause && cause.listed < cause.count ? `${listed} / ${cause.count}` : listed;
  }

  let groupsShown = PAGE;
  function renderList() {
    const list = get("list");
    rows = [];
    const parts = [];
    for (const group of groups.slice(0, groupsShown)) {
      const head = VIEWS[state.view].head(group.key);
      const box = make("div", { class: group.open ? "group open" : "group" });
      const button = make("button", { type: "button", "aria-expanded": String(group.open), onclick: () => { group.open = !group.open; renderList(); } });
      if (head.mark) button.append(mark(head.mark.outcome, head.mark.obligation));
      button.append(make("span", { class: "title" }, head.title, head.note ? make("small", {}, head.note) : ""), make("span", { class: "amount" }, amountOf(group)));
      box.append(button);
      if (group.open) {
        for (const finding of group.members.slice(0, group.shown)) {
          const line = rowOf(finding);
          rows.push(finding.id);
          box.append(line);
        }
        const rest = group.members.length - group.shown;
        if (rest > 0) box.append(make("button", { class: "more", type: "button", onclick: () => { group.shown += 5 * PAGE; renderList(); } }, say("more", { count: Math.min(rest, 5 * PAGE), rest })));
      }
      parts.push(box);
    }
    if (groups.length > groupsShown) parts.push(make("button", { class: "more", type: "button", onclick: () => { groupsShown += 5 * PAGE; renderList(); } }, say("more_groups", { rest: groups.length - groupsShown })));
    if (!groups.length) parts.push(make("p", { class: "empty" }, say(data.findings.length ? "no_match" : "no_findings")));
    list.replaceChildren(...parts);
    const count = groups.reduce((sum, group) => sum + group.members.length, 0);
    get("shown").textContent = say("shown", { count, all: data.total, groups: groups.length });
  }

  function figure(finding) {
    if (finding.value === undefined || finding.limit === undefined) return "";
    const low = Math.min(0, finding.value, finding.limit);
    const high = Math.max(finding.value, finding.limit, low + 1e-9);
    const width = 400, at = (value) => 4 + (width - 12) * (value - low) / ((high - low) * 1.12);
    const x = at(finding.limit), start = at(Math.max(low, 0)), end = at(finding.value);
    const limitRight = x > width * 0.6, valueText = `${say("seen")} ${number(finding.value, finding.unit)}`;
    return draw("svg", { class: `figure ${finding.outcome} ${obligation(finding)}`, viewBox: `0 0 ${width} 62`, role: "img", "aria-label": `${valueText}, ${say("want")} ${compared(finding.want)}` },
      draw("rect", { class: "track", x: 4, y: 22, width: width - 8, height: 16, rx: 2 }),
      draw("rect", { class: "value", x: Math.min(start, end), y: 22, width: Math.max(Math.abs(end - start), 1.5), height: 16, rx: 2 }),
      draw("line", { class: "limit", x1: x, x2: x, y1: 16, y2: 44 }),
      textAt(limitRight ? x - 5 : x + 5, 13, limitRight ? "end" : "start", `${say("limit")} ${number(finding.limit, finding.unit)}`),
      textAt(4, 57, "start", valueText));
  }
  function textAt(x, y, anchor, words) {
    return draw("text", { x, y, "text-anchor": anchor }, words);
  }

  function snippet(finding) {
    if (!finding.at) return "";
    const [index, x, y] = finding.at, plan = data.plans[index];
    const span = Math.min(Math.max(plan.w, plan.h), 1400), size = span / 22;
    const box = draw("svg", { class: "snippet", viewBox: `${x - span / 2} ${y - span / 4} ${span} ${span / 2}`, role: "img", "aria-label": say("plan") }, draw("use", { href: `#${plan.key}` }));
    if (finding.shape) box.append(draw("path", { class: `here ${finding.outcome} ${obligation(finding)}`, d: finding.shape }));
    box.append(draw("svg", { class: `dot ${finding.outcome} ${obligation(finding)}`, x: x - size / 2, y: y - size / 2, width: size, height: size, viewBox: "0 0 16 16" }, draw("path", { d: "M8 0 16 8 8 16 0 8z" })));
    return box;
  }

  function copyButton(words) {
    const button = make("button", { type: "button" }, say("copy"));
    button.addEventListener("click", () => {
      // A page opened from a file has no clipboard interface; selecting and copying works there too.
      const field = make("textarea", { class: "hidden", readonly: "" });
      field.value = words;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.textContent = say("copied");
    });
    return button;
  }

  function renderDetail() {
    const box = get("detail"), finding = byId.get(state.f);
    if (!finding) {
      box.className = "";
      box.replaceChildren(...([make("p", { class: state.f ? "empty" : "quiet" }, say(state.f ? "gone" : "choose"))]));
      return;
    }
    const rule = data.rules[finding.rule], cause = causes.get(finding.cause), part = data.parts[finding.model];
    const facts = make("dl");
    const fact = (name, ...values) => { if (values[0]) facts.append(make("dt", {}, say(name)), make("dd", {}, ...values)); };
    fact("field", finding.field);
    fact("seen", finding.seen);
    fact("want", compared(finding.want));
    fact("thing", [called(finding), finding.name].filter(Boolean).join(" "), finding.cls ? make("small", {}, finding.cls) : "");
    fact("type", finding.type);
    fact("tag", finding.tag, copyButton(finding.tag ?? ""));
    fact("gid", finding.gid ? make("span", { class: "code" }, finding.gid) : "", copyButton(finding.gid ?? ""));
    fact("step", !finding.gid && finding.step ? `#${finding.step}` : "");
    fact("storey", finding.storey);
    fact("part", part.part, make("small", {}, part.file));
    fact("clause", rule.clause || say("no_clause"), rule.clause ? make("small", {}, say(rule.confirmed ? "confirmed" : "unconfirmed")) : "");
    box.className = "chosen";
    box.replaceChildren(
      make("button", { class: "close", type: "button", onclick: () => go({ f: "" }) }, say("close")),
      make("p", { class: "kind" }, mark(finding.outcome, rule.obligation), say(`outcome.${finding.outcome}`), make("span", {}, say(`obligation.${rule.obligation}`)), make("small", {}, `${finding.rule} ${rule.name}`)),
      make("h3", {}, finding.text), figure(finding),
      ...(rule.repair ? [make("h4", {}, say("repair")), make("p", {}, rule.repair)] : []),
      facts, snippet(finding),
      make("p", { class: "links" },
        cause.count > 1 ? make("a", { href: hash({ cause: String(cause.number), f: "" }) }, say("same_cause", { count: cause.count })) : "",
        make("span", {}, make("a", { href: `#f=${encodeURIComponent(finding.id)}` }, say("link")), copyButton(`${location.href.split("#")[0]}#f=${encodeURIComponent(finding.id)}`))),
      ...(finding.inputs ? [make("details", { class: "evidence" }, make("summary", {}, say("evidence")), make("p", { class: "code" }, [finding.table, finding.inputs].filter(Boolean).join(" ")))] : []),
    );
    box.scrollTop = 0;
  }

  function hash(changes) {
    const next = { ...state, ...changes };
    const given = Object.entries(next).filter(([name, value]) => value && value !== DEFAULTS[name]);
    return `#${given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&") || "findings"}`;
  }
  function go(changes) {
    const opened = changes.f && !state.f;
    history[opened ? "pushState" : "replaceState"](null, "", hash(changes));
    if (changes.view && changes.view !== state.view) groupsShown = PAGE;
    state = { ...state, ...changes };
    show(false);
  }

  function read(scrolls) {
    const words = location.hash.slice(1);
    if (!words.includes("=")) {
      // The name of a section changes nothing but what is open.
      state.f = "";
      show(false);
      return;
    }
    const next = { ...DEFAULTS };
    for (const [name, value] of new URLSearchParams(words)) if (name in next) next[name] = value;
    if (!(next.view in VIEWS)) next.view = DEFAULTS.view;
    if (next.view !== state.view) groupsShown = PAGE;
    state = next;
    show(scrolls);
  }
  function show(scrolls) {
    collect();
    const group = groups.find((one) => one.members.some((finding) => finding.id === state.f));
    if (group) {
      group.open = true;
      group.shown = Math.max(group.shown, group.members.findIndex((finding) => finding.id === state.f) + 1);
      groupsShown = Math.max(groupsShown, groups.indexOf(group) + 1);
    }
    renderList();
    renderDetail();
    renderTools();
    if (scrolls) get("findings").scrollIntoView();
    document.querySelector(".row[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  function renderTools() {
    get("views").replaceChildren(...Object.keys(VIEWS).map((view) => make("button", { type: "button", role: "tab", "aria-selected": String(view === state.view), onclick: () => go({ view }) }, say(`view.${view}`))));
    if (document.activeElement !== get("search")) get("search").value = state.q;
    const select = (name, options) => {
      const node = make("select", { "aria-label": say(`filter.${name}`), onchange: (event) => go({ [name]: event.target.value, cause: "" }) },
        make("option", { value: "" }, say(`filter.${name}`)), ...options.map(([value, label]) => make("option", { value }, label)));
      node.value = state[name];
      return node;
    };
    const filters = [
      select("outcome", OUTCOMES.map((code) => [code, say(`outcome.${code}`)])),
      select("obligation", OBLIGATIONS.map((code) => [code, say(`obligation.${code}`)])),
      select("element", ELEMENTS.map((code) => [code, say(`six_element.${code}`)])),
    ];
    if (data.parts.length > 1) filters.push(select("part", data.parts.map((one) => [one.part, one.part])));
    const isFiltered = ["q", "outcome", "obligation", "element", "part", "cause"].some((name) => state[name]);
    if (isFiltered) filters.push(make("button", { class: "clear", type: "button", onclick: () => { get("search").value = ""; go({ q: "", outcome: "", obligation: "", element: "", part: "", cause: "" }); } }, say("clear")));
    get("filters").replaceChildren(...filters);
  }

  function step(by) {
    if (!rows.length) {
      if (!groups.length) return;
      groups[0].open = true;
      renderList();
    }
    const now = rows.indexOf(state.f);
    let next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by;
    if (next >= rows.length || next < 0) {
      const place = groups.findIndex((group) => group.members.some((finding) => finding.id === state.f));
      const group = groups[place + by];
      if (!group) return;
      group.open = true;
      renderList();
      next = rows.indexOf(state.f) + by;
    } else if (now >= 0) {
      // The next open row may belong to a later group: closed ones between are opened in turn.
      const place = groups.findIndex((group) => group.members.some((finding) => finding.id === rows[now]));
      const isLast = groups[place].members.at(by > 0 ? -1 : 0).id === rows[now];
      if (isLast && groups[place + by] && !groups[place + by].open) {
        groups[place + by].open = true;
        renderList();
        next = rows.indexOf(state.f) + by;
      }
    }
    if (rows[next]) go({ f: rows[next] });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape" && isTyping) event.target.blur();
    else if (event.key === "Escape" && state.f) go({ f: "" });
    else if (isTyping) return;
    else if (event.key === "/") { event.preventDefault(); get("search").focus(); get("findings").scrollIntoView(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?") get("help").showModal();
  });
  get("search").addEventListener("input", (event) => go({ q: event.target.value.trim(), cause: "" }));
  addEventListener("hashchange", () => read(true));
  addEventListener("popstate", () => read(false));
  addEventListener("beforeprint", () => document.querySelectorAll("#plans details").forEach((one) => { one.open = true; }));
  get("browser").hidden = false;
  read(true);
})();
