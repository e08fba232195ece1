// Keys, completion and the choosing of words on the pages of corrections; they work without it.
(() => {
  "use strict";

  const $ = (selector) => document.querySelector(selector);
  const review = $(".quotes-review");
  const form = document.getElementById("review");
  const selected = document.getElementById("selected");
  const lines = () => [...document.querySelectorAll("[data-at]")];

  // Offsets count code points, as Python does; a string of JavaScript counts half of some twice.
  const points = (text) => Array.from(text).length;

  // ---------------------------------------------------------------- words selected in the text

  /** The part of one line that a range covers, in offsets of the article; null for none. */
  function covered(line, range) {
    if (!range.intersectsNode(line)) return null;
    const part = document.createRange();
    part.selectNodeContents(line);
    if (line.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (line.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    const words = part.toString();
    if (!words.trim()) return null;
    const before = document.createRange();
    before.selectNodeContents(line);
    before.setEnd(part.startContainer, part.startOffset);
    const blank = words.length - words.trimStart().length;
    const start =
      Number(line.dataset.at) + points(before.toString()) + points(words.slice(0, blank));
    return [start, start + points(words.trim())];
  }

  function selection() {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const parts = lines()
      .map((line) => covered(line, chosen.getRangeAt(0)))
      .filter(Boolean);
    return parts.length ? [parts[0][0], parts[parts.length - 1][1]] : null;
  }

  /** Spans in order, with those that touch each other as one. */
  function joined(spans) {
    const sorted = [...spans].sort((one, other) => one[0] - other[0]);
    return sorted.reduce((found, [start, end]) => {
      const last = found[found.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else found.push([start, end]);
      return found;
    }, []);
  }

  let taken = null;
  function offer() {
    const span = selection();
    // A press on one of the buttons takes the selection away before it is a click.
    if (!span && selected.contains(document.activeElement)) return;
    taken = span;
    selected.hidden = !span;
    const own = selected.querySelector("[data-take=own]");
    if (!span || !own) return;
    const address = new URL(
      (review && review.dataset.add) || own.dataset.address || own.getAttribute("href"),
      location.href
    );
    own.dataset.address = own.dataset.address || address.href;
    address.searchParams.set("spans", JSON.stringify([span]));
    own.href = address.href;
    own.hidden = review !== null && !review.dataset.add;
  }

  if (selected) {
    document.addEventListener("selectionchange", offer);
    selected.addEventListener("mousedown", (event) => event.preventDefault());
    selected.addEventListener("click", (event) => {
      const what = event.target.closest("button[data-take]");
      if (!what || !taken) return;
      keep(what.dataset.take === "more" ? joined([...spans, taken]) : [taken]);
    });
  }
  if (!review) return;

  // ---------------------------------------------------------------- the form

  let busy = false;
  document.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    if (busy) event.preventDefault();
    busy = true;
  });
  window.addEventListener("pageshow", () => {
    busy = false;
  });

  const press = (element) => {
    if (element && !busy) element.click();
  };

  // ---------------------------------------------------------------- the words and their edges

  const passage = document.getElementById("passage");
  const edges = document.getElementById("edges");
  const words = document.getElementById("words");
  const before = JSON.parse(review.dataset.spans || "[]");
  let spans = before;
  let edge = null;
  const texts = passage
    ? lines().map((line) => ({
        line,
        at: Number(line.dataset.at),
        letters: Array.from(line.textContent),
        nodes: [...line.childNodes],
      }))
    : [];

  /** Where words begin and end. */
  const stops = texts.flatMap(({ line, at }) =>
    [...line.textContent.matchAll(/[\p{L}\p{N}_]+(?:[-'’.&/,][\p{L}\p{N}_]+)*%?/gu)].map(
      (found) => {
        const start = at + points(line.textContent.slice(0, found.index));
        return [start, start + points(found[0])];
      }
    )
  );

  function textOf([start, end]) {
    return texts
      .map(({ at, letters }) => letters.slice(Math.max(0, start - at), Math.max(0, end - at)).join(""))
      .filter(Boolean)
      .join(" ");
  }

  /** The lines with the words chosen marked, and the edge that moves. */
  function draw() {
    const flat = spans.flat();
    for (const { line, at, letters } of texts) {
      const pieces = [];
      let done = 0;
      spans.forEach(([start, end]) => {
        const from = Math.min(Math.max(start - at, 0), letters.length);
        const to = Math.min(Math.max(end - at, 0), letters.length);
        if (from >= to) return;
        pieces.push(letters.slice(done, from).join(""));
        const mark = document.createElement("mark");
        mark.className = "quotes-chosen-words";
        mark.textContent = letters.slice(from, to).join("");
        if (flat[edge] === start) mark.classList.add("quotes-edge-start");
        if (flat[edge] === end) mark.classList.add("quotes-edge-end");
        pieces.push(mark);
        done = to;
      });
      pieces.push(letters.slice(done).join(""));
      line.replaceChildren(...pieces);
    }
  }

  /** As in the terminal: an edge goes to the next place where a word begins or ends. */
  function move(step) {
    const flat = spans.flat();
    const isEnd = edge % 2 === 1;
    const low = edge ? flat[edge - 1] : 0;
    const high = edge + 1 < flat.length ? flat[edge + 1] : Infinity;
    const fitting = stops
      .map((stop) => stop[isEnd ? 1 : 0])
      .filter((stop) => (stop - flat[edge]) * step > 0);
    if (!fitting.length) return;
    const stop = step > 0 ? Math.min(...fitting) : Math.max(...fitting);
    if (isEnd ? !(low < stop && stop <= high) : !(low <= stop && stop < high)) return;
    flat[edge] = stop;
    spans = flat.reduce((found, offset, at) => {
      if (at % 2) found[found.length - 1].push(offset);
      else found.push([offset]);
      return found;
    }, []);
    tell();
  }

  function tell() {
    draw();
    const said = spans.map(textOf).join(" … ");
    const keys = "← → move it, Tab: the next edge, Enter: done, Escape: leave";
    edges.textContent = `The ${edge % 2 ? "end" : "start"} moves: ${keys}. “${said}”`;
  }

  function begin() {
    if (!passage || !spans.length) {
      if (words) words.focus();
      return;
    }
    edge = 2 * spans.length - 1;
    passage.focus();
    tell();
  }

  function leave() {
    edge = null;
    if (!review.dataset.keeps) {
      spans = before;
      texts.forEach(({ line, nodes }) => line.replaceChildren(...nodes));
    } else {
      draw();
    }
    edges.textContent = "";
    passage.blur();
  }

  /** Other words: set at once, or where they belong to a form that has more to say, in there. */
  function keep(chosen) {
    spans = chosen;
    const field = form.elements.spans;
    field.value = JSON.stringify(spans);
    words.value = spans.map(textOf).join(" … ").replace(/\s+/g, " ");
    document.getSelection().removeAllRanges();
    if (review.dataset.keeps) leave();
    else press(document.getElementById("set-words"));
  }

  if (words) {
    words.addEventListener("input", () => {
      // What is typed is not what was chosen in the text.
      form.elements.spans.value = "";
    });
  }

  function edgeKey(event) {
    const { key } = event;
    if (key === "ArrowLeft" || key === "h") move(-1);
    else if (key === "ArrowRight" || key === "l") move(1);
    else if (key === "Tab") {
      edge = (edge + (event.shiftKey ? 2 * spans.length - 1 : 1)) % (2 * spans.length);
      tell();
    } else if (key === "Enter") keep(spans);
    else if (key === "Escape") leave();
    else return;
    event.preventDefault();
  }

  // ---------------------------------------------------------------- who speaks

  const field = document.getElementById("speaker");
  const list = document.getElementById("speakers-found");
  let choice = -1;
  let asked = 0;

  function show(found) {
    choice = -1;
    field.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...found.map((one, at) => {
        const item = document.createElement("li");
        item.id = `speaker-found-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.id = one.id;
        const name = document.createElement("bdi");
        name.textContent = one.name.slice(0, 200);
        const about = document.createElement("bdi");
        about.className = "quotes-soft";
        about.textContent = (one.title || one.kind).slice(0, 200);
        item.append(name, " ", about);
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          set(one.id);
        });
        return item;
      })
    );
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
  }

  function choose(at) {
    const items = [...list.children];
    choice = (at + items.length + 1) % (items.length + 1);
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === choice)));
    // Behind the last one: what was typed itself.
    if (choice === items.length) {
      choice = -1;
      field.removeAttribute("aria-activedescendant");
      return;
    }
    field.setAttribute("aria-activedescendant", items[choice].id);
    items[choice].scrollIntoView({ block: "nearest" });
  }

  function set(id) {
    form.elements.chosen.value = id;
    press(document.getElementById("set-speaker"));
  }

  async function search() {
    const turn = (asked += 1);
    const address = new URL(field.dataset.search, location.href);
    address.searchParams.set("q", field.value);
    if (review.dataset.article) address.searchParams.set("article", review.dataset.article);
    if (!field.value.trim()) {
      show([]);
      return;
    }
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      const { speakers } = await answer.json();
      if (turn === asked && document.activeElement === field) show(speakers);
    } catch {
      show([]); // A name typed whole does as well.
    }
  }

  if (field && list) {
    field.removeAttribute("list");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-autocomplete", "list");
    let waiting;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      form.elements.chosen.value = "";
      waiting = setTimeout(search, 80);
    });
    field.addEventListener("blur", () => show([]));
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" && !list.hidden) choose(choice + 1);
      else if (event.key === "ArrowUp" && !list.hidden)
        choose(choice < 0 ? list.children.length - 1 : choice - 1);
      else if (event.key === "Enter" && choice >= 0) set(list.children[choice].dataset.id);
      else if (event.key === "Enter") press(document.getElementById("set-speaker"));
      else if (event.key === "Escape" && !list.hidden) show([]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  // ---------------------------------------------------------------- keys

  const help = document.getElementById("keys");
  const opener = document.getElementById("keys-open");
  const mover = document.getElementById("edges-on");
  const types = document.getElementById("types");
  const onBox = document.getElementById("keys-on");
  let typing = false;
  let on = true;

  function turn(to) {
    on = to;
    document.documentElement.classList.toggle("quotes-keyed", to);
    if (onBox) onBox.checked = to;
  }
  try {
    turn(localStorage.getItem("quotes-keys") !== "off");
  } catch {
    turn(true);
  }
  if (onBox) {
    onBox.addEventListener("change", () => {
      turn(onBox.checked);
      try {
        localStorage.setItem("quotes-keys", onBox.checked ? "on" : "off");
      } catch {
        // Then until the page is left.
      }
    });
  }
  if (opener && help) {
    opener.hidden = false;
    opener.addEventListener("click", () => help.showModal());
  }
  if (mover) {
    mover.hidden = false;
    mover.addEventListener("click", begin);
  }

  const isField = (element) => element.matches("input, textarea, select, [contenteditable]");
  const focus = (id) => {
    const element = document.getElementById(id);
    if (!element) return;
    element.focus();
    if (element.select) element.select();
  };

  function typeKey(key) {
    typing = false;
    types.classList.remove("quotes-waiting");
    const letter = key.toLowerCase();
    const buttons = [...types.querySelectorAll("button")];
    press(buttons.find((button) => button.textContent.startsWith(letter) && letter));
  }

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (help && help.open) return;
    if (isField(target)) {
      if (key === "Escape") target.blur();
      return;
    }
    if (edge !== null) {
      edgeKey(event);
      return;
    }
    if (!on || event.repeat) return;
    if (typing) {
      if (key === "Shift") return;
      event.preventDefault();
      typeKey(key === "Escape" ? "" : key);
      return;
    }
    // A button or link that has the focus is pressed by these.
    if ((key === "Enter" || key === " ") && target.matches("a, button, summary")) return;
    const same = { " ": "j", b: "k", w: "e" };
    const letter = same[key] || key;
    if (letter === "s") focus("speaker");
    else if (letter === "m") focus("note");
    else if (letter === "e" && words) begin();
    else if (letter === "t" && types) {
      typing = true;
      types.classList.add("quotes-waiting");
    } else if (letter === "?" && help) help.showModal();
    else {
      const found = /^[\w]$/.test(letter) && $(`[data-key="${letter}"]`);
      if (!found) return;
      press(found);
    }
    event.preventDefault();
  });

  if (review.dataset.keeps && passage && spans.length) draw();
})();
