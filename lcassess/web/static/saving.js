/* Saves each answer as it is typed. What is not saved yet waits in this browser, for this person
   and report only, until the server has acknowledged it; without this script the buttons save. */
(() => {
  "use strict";
  const cards = document.querySelector("form [data-saving]");
  if (!cards || !self.crypto?.randomUUID || !AbortSignal.timeout) return;

  const form = cards.closest("form");
  const words = JSON.parse(cards.dataset.saving);
  const { person } = form.dataset;
  const report = form.action.slice(0, form.action.lastIndexOf("/"));
  const language = document.documentElement.lang;
  const FIGURE = /^(value|value-.+|numerator|denominator)$/;
  const OF_FIGURE = /^(state|value|value-.+|numerator|denominator|.*reading)$/;
  const GIVEN = ["value", "no_data", "not_applicable"];
  const PREFIX = "unsent/";
  const KEY = `${PREFIX}${person}/${report}`;
  const DAY = 24 * 3600 * 1000;
  const PAUSE = 1000; // after the last key, in milliseconds
  const LONGEST_WAIT = 30000; // between two tries
  const HERE = 10000; // between two questions who else is here
  const QUIET = 5000; // between two announcements
  const TIMEOUT = 20000; // for one save
  const KEPT_ALIVE = 15000; // letters: a browser lets 64 KiB outlive a page

  /* What waits, by the name of the question: kept in the browser, so that a crash loses nothing. */
  const unsent = {
    all() {
      try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
    },
    keep(all) {
      try {
        if (Object.keys(all).length) localStorage.setItem(KEY, JSON.stringify(all));
        else localStorage.removeItem(KEY);
      } catch { /* a full or forbidden store: the page itself still holds what was typed */ }
    },
    put(name, change) { this.keep({ ...this.all(), [name]: change }); },
    drop(name) { const all = this.all(); delete all[name]; this.keep(all); },
    /* Whoever's it is: what is older than a day is not kept in a browser. */
    forgetOld() {
      let forgotten = false;
      for (const key of Object.keys(localStorage).filter((k) => k.startsWith(PREFIX))) {
        let all = {};
        try { all = JSON.parse(localStorage.getItem(key)) || {}; } catch { /* not ours */ }
        const fresh = Object.entries(all).filter(([, change]) => Date.now() - change.at < DAY);
        if (key === KEY && fresh.length < Object.keys(all).length) forgotten = true;
        if (fresh.length) localStorage.setItem(key, JSON.stringify(Object.fromEntries(fresh)));
        else localStorage.removeItem(key);
      }
      return forgotten;
    },
  };

  /* The bar says what is true, always; a screen reader hears it at most every five seconds. */
  const bar = document.querySelector(".bar [role=status]");
  const voice = document.createElement("span");
  voice.className = "vh";
  voice.setAttribute("role", "status");
  bar.removeAttribute("role");
  bar.after(voice);
  let spoken = 0, speaking;
  const say = (text, kind = "") => {
    if (bar.textContent === text) return;
    bar.className = kind;
    bar.textContent = text;
    clearTimeout(speaking);
    if (kind === "saving") return;
    speaking = setTimeout(() => {
      spoken = Date.now();
      voice.textContent = text;
    }, Math.max(0, spoken + QUIET - Date.now()));
  };
  const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" };
  const clock = () => new Date().toLocaleTimeString(language, CLOCK);

  /* One question: its fields by part, what the server has, what was typed since. */
  class Question {
    constructor(place) {
      this.place = place;
      this.name = place.id;
      this.version = form.elements[`${this.name}-version`];
      this.seen = this.loaded = this.version.defaultValue;
      this.margin = place.querySelector(".mg");
      this.base = this.read(true);
      this.given = GIVEN.includes(this.base.state);
    }

    controls() {
      const own = (c) => c.name?.startsWith(`${this.name}-`);
      return [...this.place.querySelectorAll("input, select, textarea")].filter(own);
    }

    /* Reads every part, as it stands or as the page was sent. */
    read(sent = false) {
      const parts = {};
      for (const c of this.controls()) {
        const part = c.name.slice(this.name.length + 1);
        if (["version", "choice", "conflict", "parts"].includes(part)) continue;
        if (c.type === "radio") {
          if (sent ? c.defaultChecked : c.checked) parts[part] = c.value;
          else parts[part] ??= "";
        } else if (c.type === "checkbox") {
          parts[part] = (sent ? c.defaultChecked : c.checked) ? c.value : "no";
        } else if (part !== "unsure") {
          parts[part] = sent && c.tagName !== "SELECT" ? c.defaultValue : c.value;
        }
      }
      if (sent) for (const c of this.place.querySelectorAll("select")) {
        const chosen = [...c.options].find((o) => o.defaultSelected) || c.options[0];
        if (c.name.startsWith(`${this.name}-`)) parts[c.name.slice(this.name.length + 1)] = chosen.value;
      }
      return parts;
    }

    changes() {
      const now = this.read();
      const changed = Object.entries(now).filter(([part, value]) => value !== (this.base[part] ?? ""));
      return Object.fromEntries(changed);
    }

    write(parts) {
      for (const c of this.controls()) {
        const part = c.name.slice(this.name.length + 1);
        if (!(part in parts)) continue;
        if (c.type === "radio") c.checked = c.value === parts[part];
        else if (c.type === "checkbox") c.checked = parts[part] === c.value;
        else if (c.type !== "hidden") c.value = parts[part];
      }
    }

    /* Goes on from another version: all that stands in it is shown first, or a later save would
       overwrite what nobody here has seen. Not where both sides have changed the same. */
    goOn(version, parts = {}) {
      const now = this.read();
      const news = Object.entries(parts).filter(([part, value]) => part in now && value !== (this.base[part] ?? ""));
      const touched = Object.keys(this.changes());
      const both = (part) => touched.includes(part)
        || (OF_FIGURE.test(part) && touched.some((own) => OF_FIGURE.test(own)));
      if (news.some(([part]) => both(part))) return;
      this.version.value = this.seen = String(version);
      this.write(Object.fromEntries(news));
      Object.assign(this.base, parts);
    }

    /* Goes back to the newer answer that came with the page: what was sent is history by now. */
    goBack(sent) {
      const now = this.read();
      const same = Object.keys(sent).filter((part) => now[part] === sent[part]);
      this.write(Object.fromEntries(same.map((part) => [part, this.base[part] ?? ""])));
      this.version.value = this.seen = this.loaded;
    }

    tell(text, kind = "") {
      if (!this.margin) return;
      this.margin.className = `mg ${kind}`.trim();
      this.margin.textContent = text;
    }

    /* Puts on the card what the server made of the answer: its state, and a figure only there. */
    show(card) {
      if (card?.state && this.read().state === this.base.state) this.state(card.state);
      this.place.querySelectorAll(`[id^="${this.name}-"][id$="-said"]`).forEach((e) => e.remove());
      for (const c of this.controls()) {
        if (c.getAttribute("aria-describedby")?.endsWith("-said")) c.removeAttribute("aria-describedby");
        c.removeAttribute("aria-invalid");
      }
      if (!card || card.echo === undefined) return;
      this.given = GIVEN.includes(card.state);
      const box = this.place.querySelector(".val");
      box.insertAdjacentHTML("beforebegin", card.problems);
      for (const said of this.place.querySelectorAll(`[id^="${this.name}-"][id$="-said"]`)) {
        const field = document.getElementById(said.id.slice(0, -"-said".length));
        field?.setAttribute("aria-describedby", said.id);
        if (said.querySelector(".e")) field?.setAttribute("aria-invalid", "true");
      }
      this.echo(card.echo);
      const entry = document.querySelector(`.side a[href="#${this.name}"] span:last-child`);
      if (entry) entry.textContent = card.standing;
    }

    /* A state without its figure is unanswered to the server; the person may be about to type it. */
    state(state) {
      const now = this.read();
      if (state === "unanswered" && now.state === "value") return;
      const same = (part) => FIGURE.test(part) && now[part] === this.base[part];
      const emptied = state === "value" ? [] : Object.keys(this.base).filter(same);
      const parts = { state, ...Object.fromEntries(emptied.map((part) => [part, ""])) };
      Object.assign(this.base, parts);
      this.write(parts);
    }

    echo(text) {
      let line = this.place.querySelector(".echo");
      if (!text) { line?.remove(); return; }
      if (!line) {
        line = document.createElement("p");
        line.className = "echo";
        this.place.querySelector(".val").append(line);
      }
      line.replaceChildren(`${words.read} `);
      const figure = document.createElement("b"), shown = document.createElement("bdi");
      shown.dir = document.documentElement.dir;
      shown.textContent = text;
      figure.append(shown);
      line.append(figure);
    }

    /* Asks which of two answers stays, in the words of the page. */
    ask(answer) {
      document.getElementById(`${this.name}-conflict`)?.remove();
      const before = this.place.querySelector(".pick") || this.place.querySelector(".f");
      before.insertAdjacentHTML("beforebegin", answer.card.conflict);
      const choice = document.getElementById(`${this.name}-conflict`);
      choice.addEventListener("change", (event) => {
        event.stopPropagation();
        choice.remove();
        this.controls().find((c) => c.name.includes("-value") && c.checkVisibility())?.focus();
        this.conflict = false;
        const untouched = this.read().state === this.base.state;
        if (event.target.value === "theirs") this.write(answer.theirs);
        else if (untouched && answer.yours.state) this.write({ state: answer.yours.state });
        Object.assign(this.base, answer.theirs);
        this.goOn(answer.version, answer.card.parts);
        line.wake();
      });
    }
  }

  const questions = new Map();
  for (const place of form.querySelectorAll("fieldset.q")) {
    // A conflict that came with the page is settled with its buttons.
    if (document.getElementById(`${place.id}-conflict`)) continue;
    if (form.elements[`${place.id}-version`]) questions.set(place.id, new Question(place));
  }
  const questionOf = (control) => questions.get(control.closest("fieldset.q")?.id);

  const token = () => form.elements.csrf_token.value;

  /* After a new sign-in in another tab the page's token is of no use: fetch it a new one. */
  const renewToken = async () => {
    const page = await fetch(location.href, { redirect: "manual" });
    if (!page.ok) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html")
      .querySelector("form [data-saving]")?.closest("form");
    if (fresh?.dataset.person !== person) return false;
    const renewed = fresh.elements.csrf_token.value;
    if (renewed === token()) return false;
    form.elements.csrf_token.value = renewed;
    return true;
  };

  const send = (name, change) => {
    const body = JSON.stringify({ ...change.parts, lang: change.lang });
    return fetch(`${report}/answers/${name}`, {
      method: "PATCH",
      body,
      keepalive: body.length < KEPT_ALIVE,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
      headers: {
        "Content-Type": "application/json",
        "If-Match": `"${change.version}"`,
        "Idempotency-Key": change.key,
        "X-CSRFToken": token(),
        "Prefer": "return=representation",
      },
    });
  };

  /* How many questions of this page are settled. */
  const counted = bar.nextElementSibling.nextElementSibling;
  const count = () => {
    const asked = [...questions.values()].filter((q) => "state" in q.base);
    const given = asked.filter((q) => q.given).length;
    const total = form.querySelectorAll("fieldset.q .pick input[value=later]").length;
    if (asked.length === total) {
      counted.textContent = words.settled.replace("{count}", given).replace("{total}", total);
    }
  };

  /* The line to the server: one save at a time, in the order of typing. */
  const line = {
    waiting: new Set(), // names of questions with something typed
    timer: undefined,
    busy: undefined,
    tries: 0,
    stopped: false,

    typed(name, pause) {
      this.waiting.add(name);
      const question = questions.get(name);
      if (question) this.remember(question);
      if (question) question.refused = "";
      if (!this.busy && !this.tries && !this.stopped) say(words.unsaved);
      question?.tell(words.unsaved, "w");
      this.wake(pause);
    },

    wake(pause = 0) {
      if (this.stopped) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), pause);
    },

    /* Keeps what was typed before anything else can go wrong. */
    remember(question) {
      const parts = question.changes();
      if (!Object.keys(parts).length) { unsent.drop(question.name); return null; }
      const kept = unsent.all()[question.name];
      const same = kept && kept.version === question.seen
        && JSON.stringify(kept.parts) === JSON.stringify(parts);
      const change = same ? kept : {
        parts, version: question.seen, lang: form.elements.lang.value,
        key: crypto.randomUUID(), at: Date.now(), page: location.pathname,
      };
      unsent.put(question.name, change);
      return change;
    },

    flush() {
      if (!this.stopped) this.busy ??= this.saveAll().finally(() => { this.busy = undefined; });
      return this.busy;
    },

    async saveAll() {
      for (const name of [...this.waiting]) {
        const question = questions.get(name);
        if (question?.conflict) continue;
        const kept = question ? this.remember(question) : unsent.all()[name];
        const change = question?.sent || kept;
        if (!change) { this.settled(name, question); continue; }
        if (question) question.sent = change; // until its answer is known, nothing else is sent
        say(words.saving, "saving");
        question?.tell(words.saving);
        if (!await this.save(name, question, change)) return;
      }
      this.report();
    },

    async save(name, question, change) {
      let answer;
      try {
        answer = await send(name, change);
        if (answer.status === 400 && await renewToken()) answer = await send(name, change);
      } catch {
        return this.later(words.offline);
      }
      if (answer.type === "opaqueredirect") return this.later(words.signedOut);
      if (answer.status >= 500 || answer.status === 429) return this.later(words.offline);
      this.tries = 0;
      if (question) question.sent = undefined;
      const reply = await answer.json().catch(() => ({}));
      if (answer.status === 200) this.acknowledged(name, question, change, reply);
      else if (answer.status === 412) this.refused(name, question, reply);
      else return this.stop(name, question, answer.status, reply.message);
      return true;
    },

    acknowledged(name, question, change, reply) {
      if (!question) { unsent.drop(name); this.waiting.delete(name); return; }
      const card = reply.version < Number(question.loaded) ? undefined : reply.card;
      if (card) {
        Object.assign(question.base, change.parts);
        question.goOn(reply.version, card.parts);
      } else question.goBack(change.parts);
      const more = this.remember(question);
      if (card) question.show(card);
      if (more) this.wake(PAUSE);
      else this.settled(name, question, card);
    },

    settled(name, question, card) {
      this.waiting.delete(name);
      count();
      const standing = card?.standing ? `${card.standing}. ` : "";
      question?.tell(`${standing}${words.saved.replace("{time}", clock())}`, card?.kind);
    },

    /* Somebody else changed the same: nothing is overwritten, the person chooses. */
    refused(name, question, reply) {
      if (!question) { this.waiting.delete(name); return; }
      question.conflict = true;
      question.tell(words.conflict, "w");
      question.ask(reply);
    },

    later(text) {
      this.tries += 1;
      say(text, "unsaved");
      for (const name of this.waiting) questions.get(name)?.tell(words.unsaved, "w");
      this.wake(Math.min(LONGEST_WAIT, 1000 * 2 ** this.tries));
      return false;
    },

    /* One answer, or one of another page, is no reason to stop saving the others. */
    stop(name, question, status, message) {
      this.waiting.delete(name);
      if (!question) return true;
      const text = message || words.refused;
      question.tell(text, "e");
      question.refused = text;
      say(text, "unsaved");
      if (status === 422) unsent.drop(name);
      if (status === 422 || status === 413) return true;
      this.stopped = true;
      return false;
    },

    report() {
      if (this.stopped) return;
      const own = [...questions.values()];
      const open = [...this.waiting].some((name) => !questions.get(name)?.conflict);
      const refused = own.find((q) => q.refused);
      const elsewhere = Object.keys(unsent.all()).some((name) => !document.getElementById(name));
      if (open) this.wake(PAUSE);
      if (own.some((q) => q.conflict)) say(words.conflict, "unsaved");
      else if (refused) say(refused.refused, "unsaved");
      else if (open) say(words.unsaved, "unsaved");
      else if (elsewhere) say(words.elsewhere, "unsaved");
      else say(words.saved.replace("{time}", clock()), "saved");
    },
  };

  form.addEventListener("input", (event) => {
    leaving = signingOut = false;
    const question = questionOf(event.target);
    if (question && !event.target.name.endsWith("-choice")) line.typed(question.name, PAUSE);
  });
  form.addEventListener("change", (event) => {
    const question = questionOf(event.target);
    if (question && !event.target.name.endsWith("-choice")) line.typed(question.name, 0);
  });
  addEventListener("online", () => line.waiting.size && line.wake());

  /* A conflict that came with the page and was decided waits no longer. */
  const settleByButton = () => {
    for (const choice of form.querySelectorAll("input[name$=-choice]:checked")) {
      unsent.drop(choice.name.slice(0, -"-choice".length));
    }
  };

  /* A button saves the whole page: first what waits, so that nothing crosses and nothing that was
     saved by button is sent once more on another day. */
  let leaving = false;
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    clearTimeout(line.timer);
    settleByButton();
    if (line.busy || (line.waiting.size && !line.stopped)) {
      event.preventDefault();
      const { submitter } = event;
      await line.busy;
      await line.flush();
      // A form cannot be sent while it is being sent, as it still is if nothing had to be saved.
      setTimeout(() => { leaving = true; form.requestSubmit(submitter); });
      return;
    }
    leaving = true;
  });
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted && line.waiting.size) line.wake();
  });
  /* Who signs out leaves nothing behind; the browser asks first if something is not saved yet. */
  let signingOut = false, pressed = false;
  document.querySelector('form[action="/sign-out"]')?.addEventListener("submit", () => {
    signingOut = pressed = true;
  });
  addEventListener("pagehide", () => { if (signingOut) unsent.keep({}); });
  addEventListener("beforeunload", (event) => {
    signingOut = pressed; // not if the person stayed then, and leaves in another way now
    pressed = false;
    const refused = [...questions.values()].some((q) => q.refused);
    if ((line.waiting.size || refused) && !leaving) event.preventDefault();
  });

  /* What waits from before comes back into its fields and is sent. Whatever else a browser put
     into them is taken out: an older page's figures must not be saved over somebody's newer ones. */
  const recover = () => {
    let forgotten = false;
    try { forgotten = unsent.forgetOld(); } catch { /* no store */ }
    for (const question of questions.values()) question.write(question.base);
    for (const [name, change] of Object.entries(unsent.all())) {
      const question = questions.get(name);
      question?.write(change.parts);
      if (!question && document.getElementById(name)) continue; // its conflict came with the page
      if (question && !Object.keys(question.changes()).length) { unsent.drop(name); continue; }
      if (question) {
        question.version.value = question.seen = change.version;
        question.tell(words.unsaved, "w");
      }
      line.waiting.add(name);
    }
    if (line.waiting.size) line.wake();
    if (forgotten) say(words.forgotten, "unsaved");
  };

  /* Who else is at this page. */
  const others = document.createElement("span");
  others.className = "others";
  bar.parentElement.append(others);
  const here = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${form.action}/here`, {
        method: "POST", redirect: "manual", headers: { "X-CSRFToken": token() },
      });
      const { people } = answer.ok ? await answer.json() : { people: [] };
      others.textContent = people.map((name) => words.here.replace("{name}", `\u2068${name}\u2069`)).join(" ");
    } catch { others.textContent = ""; }
  };
  const gone = () => {
    const body = new FormData();
    body.append("csrf_token", token());
    navigator.sendBeacon(`${form.action}/gone`, body);
  };
  addEventListener("pagehide", gone);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) { here(); return; }
    gone();
    if (line.waiting.size && !line.stopped && !signingOut && !leaving) line.flush();
  });
  setInterval(here, HERE);

  recover();
  here();
})();
