// Sends without leaving the page, and looks for what the desk answers; without scripts the forms do the same.
"use strict";

const LOOK_AGAIN = 4000;
let busy = 0;

function toTheEnd() {
  for (const screen of document.querySelectorAll(".screen")) screen.scrollTop = 0;
}

// Take over both phones from a page that came in, without touching what is being typed.
function show(html, typedOn) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const phone of document.querySelectorAll(".phone")) {
    const next = fresh.getElementById(phone.id);
    if (!next) continue;
    if (phone.id !== typedOn) {
      for (const part of [".chat", ".card"]) phone.querySelector(part).replaceWith(next.querySelector(part));
    } else {
      phone.replaceWith(next);
      next.querySelector("textarea").focus();
    }
  }
  toTheEnd();
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest(".phone form");
  if (!form || event.submitter?.value === "new") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  busy += 1;
  try {
    const answer = await fetch(location.href, { method: "POST", body });
    show(await answer.text(), form.closest(".phone").id);
  } finally {
    busy -= 1;
  }
});

// Enter sends, as on a telephone; with Shift it begins a line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches(".type textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit(event.target.form.querySelector("button"));
});

setInterval(async () => {
  if (busy || document.hidden) return;
  const answer = await fetch(location.href);
  if (answer.ok && !busy) show(await answer.text());
}, LOOK_AGAIN);

toTheEnd();
