// What the browser itself must do: dropping files, the editor at its cell, keys, and keeping the old picture until
// the new one is there. Everything else is the server's.
"use strict";
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const formId = document.body.dataset.form;
const editor = $("#editor"), pages = $("#pages"), list = $("#list");
new EventSource("/alive"); // while a page is open the program stays

// ── files ──
const drop = $("#drop"), picker = $("#file");
if (drop) {
  picker.addEventListener("change", () => picker.files.length && drop.requestSubmit());
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", (event) => event.relatedTarget || drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    picker.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
}

// ── the editor ──
const cellOf = (field) => field && $(`.cell[data-field="${CSS.escape(field)}"]`);
const shown = () => $(".cell.open");

async function open(field, quiet) {
  if (!editor && cellOf(field)) { shown()?.classList.remove("open"); cellOf(field).classList.add("open"); cellOf(field).scrollIntoView({ block: "center" }); }
  if (!field || !editor) return;
  close();
  const cell = cellOf(field);
  for (const item of $$(".item")) item.classList.toggle("chosen", $(".go", item)?.dataset.field === field);
  if (cell) { cell.classList.add("open"); if (!quiet) cell.scrollIntoView({ block: "center", inline: "nearest" }); }
  await htmx.ajax("GET", `/form/${formId}/cell?field=${encodeURIComponent(field)}`, { target: editor, swap: "innerHTML" });
  editor.hidden = false;
  editor.dataset.field = field;
  place(cell);
  $("textarea,select", editor)?.focus({ preventScroll: true });
}

function place(cell) {
  const room = editor.offsetParent.getBoundingClientRect(), box = (cell || pages).getBoundingClientRect();
  const height = editor.offsetHeight, width = editor.offsetWidth;
  let top = cell ? box.bottom - room.top + 4 : 60;
  if (top + height > room.height) top = Math.max(8, cell ? box.top - room.top - height - 4 : 60);
  editor.style.top = `${Math.min(top, Math.max(8, room.height - height - 8))}px`;
  editor.style.left = `${Math.max(8, Math.min(box.left - room.left, room.width - width - 12))}px`;
}

function close(back) {
  if (!editor || editor.hidden) return;
  const cell = shown();
  cell?.classList.remove("open");
  editor.hidden = true; // its form stays until the next cell: a request of it may be under way
  if (back) (cell || $(".item.chosen .go"))?.focus();
}

// ── after a change: the list is there; the pages come when their pictures have come ──
let next = null;
document.body.addEventListener("formgen-changed", async () => {
  const answer = await fetch(`/form/${formId}/pages`);
  if (!answer.ok) return;
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  const first = $("img", made.content);
  if (first) { const ahead = new Image(); ahead.srcset = first.srcset; ahead.src = first.src; await ahead.decode().catch(() => null); }
  const top = pages.scrollTop;
  pages.replaceChildren(made.content);
  pages.scrollTop = top;
  document.body.dataset.drawn = String(Number(document.body.dataset.drawn || 0) + 1);
  const field = next;
  next = null;
  if (field) open(field);
});

function following(field) {
  const fields = $$(".item .go", list).map((item) => item.dataset.field).filter(Boolean);
  const at = fields.indexOf(field);
  return fields[at + 1] || null;
}

document.addEventListener("submit", (event) => {
  if (event.target.closest("#editor")) { next = following(editor.dataset.field); close(); }
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-field],[data-close],[data-page],[data-fit]");
  if (!target) return;
  if (target.matches("[data-close]")) close(true);
  else if (target.matches("[data-page]")) turn(Number(target.dataset.page));
  else if (target.matches("[data-fit]")) { const real = pages.classList.toggle("real"); target.setAttribute("aria-pressed", String(!real)); }
  else open(target.dataset.field, target.matches(".cell"));
});

// Keys do nothing while an input method is composing: Enter then chooses a word.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const inside = event.target.closest("#editor");
  if (event.key === "Escape" && editor && !editor.hidden) close(true);
  else if (event.key === "Enter" && event.ctrlKey && inside) { event.preventDefault(); $("form", editor).requestSubmit(); }
  else if ((event.key === "Enter" || event.key === " ") && event.target.matches(".cell")) { event.preventDefault(); open(event.target.dataset.field, true); }
});

// ── a reviewer's folder ──
const round = document.body.dataset.round;
if (round) {
  const news = new EventSource(`/round/${round}/news`);
  news.onmessage = async () => {
    const kept = document.activeElement?.dataset?.href, asked = new URLSearchParams(new FormData($(".filters")));
    await htmx.ajax("GET", `/round/${round}/rows?${asked}`, { target: "#rows" });
    if (kept) $(`[data-href="${kept}"]`)?.focus();
  };
  news.addEventListener("end", () => news.close());
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const row = event.target.closest?.("[data-href]"), step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (event.ctrlKey && step) { const to = document.body.dataset[event.key === "ArrowDown" ? "after" : "before"]; if (to) location.href = to; }
  else if (row && step) { event.preventDefault(); row[step]?.focus(); }
  else if (row && event.key === "Enter") location.href = row.dataset.href;
  else if (round && step && !event.target.closest("input,select,textarea")) { event.preventDefault(); $("[data-href]")?.focus(); }
});
document.addEventListener("click", (event) => { const row = event.target.closest("[data-href]"); if (row) location.href = row.dataset.href; });

// ── pages ──
function turn(step) {
  const all = $$(".page", pages), now = all.findIndex((page) => page.offsetTop + page.offsetHeight > pages.scrollTop + 40);
  all[Math.max(0, Math.min(all.length - 1, now + step))]?.scrollIntoView({ block: "start" });
}
pages?.addEventListener("scroll", tell);
document.body.addEventListener("htmx:afterSettle", tell);
function tell() {
  const all = $$(".page", pages || document), now = all.findIndex((page) => page.offsetTop + page.offsetHeight > pages.scrollTop + 40);
  if (all.length && $("#where")) $("#where").textContent = `第${now + 1}页，共${all.length}页`;
}
