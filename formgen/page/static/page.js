// What the browser itself must do: dropping files, the editor at its cell, keys, and keeping the old picture until
// the new one is there. Everything else is the server's.
"use strict";
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const { form: formId, round, drop: more } = document.body.dataset;
const editor = $("#editor"), pages = $("#pages"), list = $("#list"), drop = $("#drop"), batch = $("#batch");
new EventSource("/alive"); // while a page is open the program stays

// ── files ──
for (const picker of $$("input[data-now]")) picker.addEventListener("change", () => picker.files.length && picker.form.requestSubmit());

async function gather(entries) { // the files of dropped folders, with their paths
  const found = [];
  for (const entry of entries) {
    if (entry.isFile) { found.push([await new Promise((good, bad) => entry.file(good, bad)), entry.fullPath]); continue; }
    const reader = entry.createReader(), inside = [];
    for (let part; (part = await new Promise((good, bad) => reader.readEntries(good, bad))).length; ) inside.push(...part);
    found.push(...(await gather(inside)));
  }
  return found;
}

async function send(files, to) { // as many at once as one request may bring
  for (let answer; files.length; to = `${new URL(answer.url).pathname}/drop`) {
    const body = new FormData();
    for (let size = 0; files.length && (!size || size + files[0][0].size < 24e6); size += files.shift()[0].size) body.append("file", ...files[0]);
    body.append("more", files.length);
    answer = await fetch(to, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (!answer.ok) { $("#message").innerHTML = await answer.text(); return; }
    if (!files.length) location = answer.url;
  }
}

if (drop || more) {
  const place = (event) => (more ? null : event.target.closest?.("#batch") || drop);
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => { event.preventDefault(); for (const one of [drop, batch]) one?.classList.toggle("over", one === place(event)); });
  document.addEventListener("dragleave", (event) => event.relatedTarget || $(".over")?.classList.remove("over"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    $(".over")?.classList.remove("over");
    const files = event.dataTransfer.files, entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const many = more || place(event) === batch || entries.some((entry) => entry.isDirectory);
    if (many) await send(entries.length ? await gather(entries) : [...files].map((file) => [file, file.name]), more || "/round/drop");
    else if (files.length) { $("#file").files = files; drop.requestSubmit(); }
  });
}

// ── the editor; on a reviewer's page, which has none, the cell is shown, in both files where there are two ──
const cellOf = (field, root = document) => field && $(`.cell[data-field="${CSS.escape(field)}"],.cell[data-also~="${CSS.escape(field)}"]`, root);
const shown = () => $(".cell.open");

async function open(field, quiet, old) {
  close();
  for (const item of $$(".item")) item.classList.toggle("chosen", Boolean(field) && $(".go", item)?.dataset.field === field);
  if (!editor) for (const one of $$(".cell.open")) one.classList.remove("open");
  const cell = cellOf(field, pages);
  for (const one of [cell, cellOf(old, $("#was") || pages)]) { one?.classList.add("open"); if (!quiet) one?.scrollIntoView({ block: "center", inline: "nearest" }); }
  if (!field || !editor) return;
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
  const top = pages.scrollTop, field = next;
  pages.replaceChildren(made.content);
  pages.scrollTop = top;
  document.body.dataset.drawn = String(Number(document.body.dataset.drawn || 0) + 1);
  next = null;
  if (field) open(field);
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest("#editor")) return;
  const fields = $$(".item .go", list).map((item) => item.dataset.field).filter(Boolean);
  next = fields[fields.indexOf(editor.dataset.field) + 1] || null;
  close();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-href]"), target = event.target.closest("[data-field],[data-close],[data-page],[data-fit]");
  if (row) location.href = row.dataset.href;
  else if (target?.matches("[data-close]")) close(true);
  else if (target?.matches("[data-page]")) turn(Number(target.dataset.page));
  else if (target?.matches("[data-fit]")) { for (const one of $$(".pages")) target.setAttribute("aria-pressed", String(!one.classList.toggle("real"))); }
  else if (target) open(target.dataset.field, target.matches(".cell"), target.dataset.old);
});

// Keys do nothing while an input method is composing: Enter then chooses a word.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const { key, target } = event, inside = target.closest("#editor"), typing = target.closest("input,select,textarea");
  const row = target.closest("[data-href]"), step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === "Escape" && editor && !editor.hidden) close(true);
  else if (key === "Enter" && event.ctrlKey && inside) { event.preventDefault(); $("form", editor).requestSubmit(); }
  else if ((key === "Enter" || key === " ") && target.matches(".cell")) { event.preventDefault(); open(target.dataset.field, true); }
  else if (event.ctrlKey && step) { const to = document.body.dataset[step > 0 ? "after" : "before"]; if (to) location.href = to; }
  else if (row && key === "Enter") location.href = row.dataset.href;
  else if (round && step && !typing) { event.preventDefault(); (row?.[step > 0 ? "nextElementSibling" : "previousElementSibling"] || (row ? null : $("[data-href]")))?.focus(); }
  else if (!editor && list && !event.ctrlKey && !typing) review(event, step);
});

function review(event, step) { // ↑↓ from finding to finding, A takes it on, I writes why not
  const all = $$(".item .go[data-field]", list), now = document.activeElement.closest(".item"), at = all.findIndex((one) => now?.contains(one));
  const form = now && $(".choices", now), to = all[Math.max(0, Math.min(all.length - 1, at + step))];
  if (step && to) { event.preventDefault(); to.focus(); to.click(); }
  else if (form && event.key.toLowerCase() === "a") $("[value=adopt]", form).click();
  else if (form && event.key.toLowerCase() === "i") { event.preventDefault(); $("[name=text]", form).focus(); }
}

// ── a reviewer's list, while the run goes on ──
if (round) {
  const news = new EventSource(`/round/${round}/news`);
  let asked = 0, drawn = 0;
  news.onmessage = async () => {
    const number = ++asked, answer = await fetch(`/round/${round}/rows?${new URLSearchParams(new FormData($(".filters")))}`, { headers: { "HX-Request": "true" } });
    const made = document.createElement("template"), rows = $("#rows");
    made.innerHTML = await answer.text();
    if (!answer.ok || number < drawn) return; // a later answer was faster
    drawn = number;
    const now = document.activeElement, kept = now?.dataset?.href; // asked when the rows are there: nobody is disturbed while typing
    if (now?.closest(".filters")) for (const part of ["#progress", "#live"]) $(part).replaceWith($(part, made.content));
    else rows.replaceChildren(made.content);
    htmx.process(rows);
    if (kept) $(`[data-href="${kept}"]`)?.focus();
  };
  news.addEventListener("end", () => news.close());
}

// ── pages ──
const current = () => $$(".page", pages || document).findIndex((page) => page.offsetTop + page.offsetHeight > pages.scrollTop + 40);
function turn(step) {
  const all = $$(".page", pages);
  all[Math.max(0, Math.min(all.length - 1, current() + step))]?.scrollIntoView({ block: "start" });
}
function tell() { const all = $$(".page", pages || document); if (all.length && $("#where")) $("#where").textContent = `第${current() + 1}页，共${all.length}页`; }
pages?.addEventListener("scroll", tell);
let kept = null; // a list that comes anew keeps the place of the keys
document.body.addEventListener("htmx:beforeSwap", () => { kept = $(".go", document.activeElement.closest(".weigh") || document.createElement("i"))?.dataset.field; });
document.body.addEventListener("htmx:afterSettle", () => { tell(); if (kept) $(`.go[data-field="${CSS.escape(kept)}"]`)?.focus(); });
if ($(".page")) tell();

// ── what somebody typed before all this was there ──
document.addEventListener("DOMContentLoaded", () => {
  for (const field of $$("[hx-trigger=change] input")) if (field.value !== field.defaultValue && field !== document.activeElement) field.dispatchEvent(new Event("change", { bubbles: true }));
});
