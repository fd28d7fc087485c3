// What is better with a script: "/" leads to the search, times say what they are here, the live page stays fresh.
// Everything else works without. Texts are put in as texts, never as markup.
"use strict";

(() => {
  const here = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
  const tellTime = (time) => {
    const at = new Date(time.dateTime);
    if (time.dateTime.length > 10 && !Number.isNaN(at.valueOf())) time.title = here.format(at);
  };
  document.querySelectorAll("time[datetime]").forEach(tellTime);

  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || busy) return;
    const field = document.querySelector("[data-search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  const list = document.getElementById("events");
  if (!list || !window.EventSource) return;

  document.querySelectorAll("[data-unneeded]").forEach((each) => { each.hidden = true; });
  const status = document.getElementById("stream");
  const MOST = 100;
  const CRAWLING_EVERY = 10000;
  const WORDS = { new: "new", changed: "changed", upgraded: "whole text now", withdrawn: "withdrawn", restored: "there again" };
  const STATES = {
    full: ["full", "Complete"],
    full_with_notice: ["notice", "Complete, with a notice"],
    partial_other: ["partial", "Partial"],
    partial_teaser: ["teaser", "Teaser only"],
    obfuscated: ["scrambled", "Scrambled"],
    none: ["none", "Nothing"],
    unknown: ["unknown", "Unknown"],
  };

  const make = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const row = (event) => {
    const article = event.article || {};
    const item = make("li", "event fresh");
    const when = make("span", "when");
    if (event.at) {
      const time = make("time", "", event.at.slice(11, 16));
      time.dateTime = event.at;
      tellTime(time);
      when.append(time);
    }
    const said = make("span", "said");
    const link = make("a", "", article.headline || event.url);
    link.href = "/articles/" + encodeURIComponent(event.key);
    link.dir = "auto";
    const facts = make("span", "facts");
    const [kind, word] = STATES[(article.access || {}).delivered] || STATES.unknown;
    const state = make("span", "state");
    const dot = make("span", "dot fill-" + kind);
    dot.setAttribute("aria-hidden", "true");
    state.append(dot, word);
    facts.append(state);
    if (event.site) facts.append(make("span", "", event.site));
    said.append(link, " ", facts);
    item.append(when, make("span", "what", WORDS[event.kind] || event.kind), said);
    return item;
  };

  let source = null;
  let cursor = new URL(list.dataset.stream, location.href).searchParams.get("after");
  const put = (message) => {
    let event;
    try {
      event = JSON.parse(message.data);
    } catch {
      return;
    }
    cursor = message.lastEventId || cursor;
    list.prepend(row(event));
    while (list.children.length > MOST) list.lastElementChild.remove();
    document.getElementById("nothing")?.remove();
  };
  const listen = () => {
    if (source || document.hidden) return;
    const address = new URL(list.dataset.stream, location.href);
    if (cursor) address.searchParams.set("after", cursor);
    source = new EventSource(address);
    source.onopen = () => { status.textContent = "Live"; };
    source.onerror = () => { status.textContent = "The connection is lost; trying again"; };
    for (const kind of Object.keys(WORDS)) source.addEventListener(kind, put);
  };
  const rest = () => {
    source?.close();
    source = null;
  };

  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/live", { headers: { Accept: "text/html" }, redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("crawling");
      const old = document.getElementById("crawling");
      if (fresh && old && fresh.innerHTML !== old.innerHTML && !old.contains(document.activeElement)) {
        old.replaceWith(document.adoptNode(fresh));
        fresh.querySelectorAll("time[datetime]").forEach(tellTime);
      }
    } catch {
      // The stream says that the connection is lost.
    }
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      rest();
    } else {
      listen();
      look();
    }
  });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", listen);
  listen();
  setInterval(look, CRAWLING_EVERY);
})();
