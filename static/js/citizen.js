// What a browser with scripts adds to the citizen's forms; every page works without it.
"use strict";

// Fill in where the phone is, when asked.
for (const line of document.querySelectorAll("[data-position]")) {
  const say = line.querySelector("[role=status]");
  if (!navigator.geolocation) break;
  line.hidden = false;
  line.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.querySelector("[name=lat]").value = coords.latitude.toFixed(6);
        document.querySelector("[name=lng]").value = coords.longitude.toFixed(6);
        say.textContent = say.dataset.found;
      },
      () => { say.textContent = say.dataset.failed; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

// Say that a file is too large before it goes over a slow network.
for (const note of document.querySelectorAll("[data-too-large]")) {
  note.closest("form").addEventListener("change", ({ target }) => {
    if (target.type !== "file") return;
    const tooLarge = Array.from(target.files).some((file) => file.size > 10 * 1024 * 1024);
    note.textContent = tooLarge ? note.dataset.tooLarge : "";
    note.hidden = !tooLarge;
  });
}

// One tap sends once; coming back to the page lets it be sent again.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
