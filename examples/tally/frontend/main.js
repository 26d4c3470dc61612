// SPDX-License-Identifier: MIT
//
// main — asks the back end in Python; only the answer to the latest question is shown.
const at = (id) => document.getElementById(id);
const tally = window.go.main.Tally;

let asked = 0;

async function show(question) {
  const mine = ++asked;
  try {
    const count = await question;
    const picture = await tally.Chart(count.common);
    if (mine !== asked) return;
    at("trouble").textContent = "";
    for (const one of ["lines", "words", "letters"]) at(one).textContent = count[one].toLocaleString();
    // Binary where the path has it, base64 where not.
    const bytes = typeof picture === "string" ? Uint8Array.from(atob(picture), (c) => c.charCodeAt(0)) : picture;
    URL.revokeObjectURL(at("chart").src);
    at("chart").src = URL.createObjectURL(new Blob([bytes], { type: "image/svg+xml" }));
    await at("chart").decode();
  } catch (problem) {
    if (mine === asked) at("trouble").textContent = problem.message;
  }
}

at("text").addEventListener("input", () => show(tally.Count(at("text").value)));
at("file").addEventListener("change", async () => {
  const file = at("file").files[0];
  if (file) show(tally.CountFile(file.name, await file.arrayBuffer()));
});
window.runtime.EventsOn("tally/progress", (name, part) => {
  at("progress").hidden = part === 1;
  at("progress").value = part;
});
show(tally.Count(at("text").value)).then(() => {
  document.documentElement.dataset.tour = "done";  // `fairlead run --demo` takes its picture now.
});
