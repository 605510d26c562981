// What the browser itself must do: dropping files, the editor at its cell, keys, and keeping the old picture until
// the new one is there. Everything else is the server's.
"use strict";
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const page = document.body.dataset, words = $("#message").dataset, editor = $("#editor"), pages = $("#pages");
const tell = (text) => { $("#message").innerHTML = text; };

const alive = new EventSource("/alive"); // while a page is open the program stays; where it is gone the page says so
alive.onerror = () => tell(words.gone);
alive.onopen = () => tell("");

// ── files: a few go as their form does, a folder in parts of what one request may bring ──
const promised = (object, ask) => new Promise((good, bad) => object[ask](good, bad));

async function gather(entries) {
  const found = [];
  for (const entry of entries) {
    if (entry.isFile) found.push([await promised(entry, "file"), entry.fullPath]);
    else found.push(...await gather(await inside(entry.createReader())));
  }
  return found;
}

async function inside(reader) { // a folder is told a hundred entries at a time
  const part = await promised(reader, "readEntries");
  return part.length ? [...part, ...await inside(reader)] : [];
}

async function send(files, to) {
  const body = new FormData();
  for (let left = words.most; files[0]?.[0].size <= left; left -= files.shift()[0].size) {
    body.append("file", ...files[0]);
  }
  body.append("more", files.length);
  const answer = await fetch(to, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!answer.ok) tell(await answer.text());
  else if (files.length) await send(files, `${new URL(answer.url).pathname}/drop`);
  else location = answer.url;
}

async function take(picker, found) {
  const files = await found, parts = picker.matches("[data-parts]");
  const sizes = files.map(([file]) => file.size), all = sizes.reduce((sum, size) => sum + size, 0);
  if ((parts ? Math.max(...sizes) : all) > words.most) tell(words.big);
  else if (parts) await send(files, picker.form.action);
  else picker.form.requestSubmit();
}

for (const picker of $$("[data-now]")) {
  picker.onchange = () => {
    const files = [...picker.files].map((file) => [file, file.webkitRelativePath || file.name]);
    take(picker, files).catch(() => tell(words.unread));
  };
  if (picker.files.length) picker.onchange(); // chosen before all this was there
}

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle("over", kind === "dragover");
  });
}
document.addEventListener("drop", ({ target, dataTransfer }) => {
  const entries = [...dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  const many = target.closest?.("#batch") || entries.some((entry) => entry.isDirectory);
  const picker = $("#more") || $(many ? "#folder" : "#file");
  if (!picker) return tell(words.elsewhere);
  picker.files = dataTransfer.files;
  if (entries.length) take(picker, gather(entries)).catch(() => tell(words.unread));
  else picker.onchange();
});

// ── a finding, its cell, and the editor there; a reviewer's page has no editor ──
const cellOf = (field, root) => field && $(`.cell[data-fields~="${CSS.escape(field)}"]`, root);
const typed = () => $$("#editor:not([hidden]) textarea,.actuals input,.choices [name=text],.accept [name=why]");
const unsent = () => typed().filter((one) => one.value !== one.defaultValue);
const sent = (fields) => { for (const one of fields) one.defaultValue = one.value; };
addEventListener("beforeunload", (event) => unsent().length && event.preventDefault());

function mark(field, old, quiet) {
  for (const one of $$(".cell.open,.item.chosen")) one.classList.remove("open", "chosen");
  $(`.go[data-field="${CSS.escape(field)}"]`)?.closest(".item").classList.add("chosen");
  for (const cell of [cellOf(old, $("#last") || pages), cellOf(field, pages)]) {
    cell?.classList.add("open");
    if (!quiet) cell?.scrollIntoView({ block: "center", inline: "nearest" });
  }
}

async function open(field, old, quiet) {
  if (editor && unsent().length) return save(field); // what is typed is kept before another cell is gone to
  mark(field, old, quiet);
  if (!field || !editor) return;
  const address = `/form/${page.form}/cell?field=${encodeURIComponent(field)}`;
  await htmx.ajax("GET", address, { target: editor, swap: "innerHTML" });
  if ($("[name=field]", editor)?.value !== field) return; // refused, and told
  editor.hidden = false;
  const cell = cellOf(field, pages)?.getBoundingClientRect(), room = pages.getBoundingClientRect();
  const left = (cell || room).left - room.left, most = pages.clientWidth - editor.offsetWidth - 8;
  editor.style.top = `${pages.scrollTop + (cell ? cell.bottom - room.top + 4 : 60)}px`;
  editor.style.left = `${Math.max(8, Math.min(left, most))}px`;
  editor.scrollIntoView({ block: "nearest" });
  $("[name=value]", editor).focus({ preventScroll: true });
}

function save(next) { // and then go to a field, or an address
  $("[name=next]", editor).value = next;
  $("form", editor).requestSubmit();
}

document.addEventListener("formgen-changed", async ({ detail }) => { // next: what was saved was the editor's
  if ("next" in detail) editor.hidden = true;
  if (detail.next?.startsWith("/")) return location.assign(detail.next);
  const answer = await fetch(`/form/${page.form}/pages`);
  const made = document.createElement("template"), ahead = new Image();
  made.innerHTML = await answer.text();
  ahead.srcset = $("img", made.content)?.srcset || "";
  await ahead.decode().catch(() => null); // the old picture stays until the new one is there
  $("#sheets").replaceChildren(made.content);
  page.drawn = Number(page.drawn || 0) + 1;
  if (detail.next) open(detail.next);
});

document.addEventListener("htmx:sendError", () => tell(words.gone));
document.addEventListener("htmx:beforeSwap", ({ detail: { xhr, requestConfig: { verb, elt } } }) => {
  if (xhr.status >= 400) return; // htmx tells what was refused
  tell("");
  if (verb === "post") sent([elt, ...$$("input", elt)]);
});
document.addEventListener("submit", ({ target }) => target.matches("[hx-post]") || sent(target.elements));

// ── pages ──
const sheets = () => $$(".page", pages || document);
const current = () => sheets().findIndex((one) => one.offsetTop + one.offsetHeight > pages.scrollTop + 40);
const count = () => {
  if ($("#where") && sheets().length) $("#where").textContent = `第${current() + 1}页，共${sheets().length}页`;
};
pages?.addEventListener("scroll", count);
document.addEventListener("htmx:afterSettle", count);
count();

document.addEventListener("click", (event) => {
  const { target } = event, link = target.closest("a[href]");
  if (link && editor && unsent().length) {
    event.preventDefault();
    save(link.getAttribute("href"));
  }
  const one = target.closest("[data-field],[data-href],[data-close],[data-page],[data-fit]"), told = one?.dataset || {};
  if (told.href) location = told.href;
  else if (told.page) sheets()[Math.max(0, current() + Number(told.page))]?.scrollIntoView();
  else if ("fit" in told) one.setAttribute("aria-pressed", !pages.classList.toggle("real"));
  else if ("field" in told) open(told.field, told.old, one.matches(".cell"));
  else if ("close" in told) {
    editor.hidden = true;
    ($(".cell.open") || $(".item.chosen .go"))?.focus();
  }
});

// ── keys; none while an input method is composing: Enter then chooses a word ──
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const { key, ctrlKey, target } = event, step = { ArrowDown: 1, ArrowUp: -1 }[key], item = target.closest("tr,.item");
  const stops = $$("tr[data-href],.go[data-field]"), at = stops.findIndex((one) => item?.contains(one));
  let press = null, reach = null;
  if (key === "Escape") press = $("#editor:not([hidden]) [data-close]");
  else if (ctrlKey && key === "Enter") press = target.closest("#editor") && $(".main", editor);
  else if (ctrlKey && step) press = $(step > 0 ? "#after" : "#before");
  else if (key === "Enter" || key === " ") press = target.closest(".cell,tr[data-href]");
  else if (target.closest("input,select,textarea") || editor) return;
  else if (step) reach = stops[Math.max(0, at + step)];
  else if (key.toLowerCase() === "a") press = item && $("[value=adopt]", item);
  else if (key.toLowerCase() === "i") reach = item && $("[name=text]", item);
  if (reach?.matches(".go")) press = reach;
  if (press || reach) event.preventDefault();
  reach?.focus();
  press?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
});

document.addEventListener("DOMContentLoaded", () => {
  for (const one of unsent()) { // typed before all this was there
    if (one !== document.activeElement) one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (!page.round) return;
  const news = new EventSource(`/round/${page.round}/news`); // a list that grows while the run goes on
  news.onmessage = () => htmx.trigger("#filters", "news");
  news.addEventListener("end", () => news.close());
});
