// Runs repack.py in Pyodide under Node, with a plan: { source: [[given, written, keepSources | "beside"], ...] }.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];

async function run() {
  const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
  const plan = JSON.parse(fs.readFileSync(`${folder}/plan.json`, "utf8"));
  const python = await loadPyodide({ indexURL: `${folder}/`, env: { PYTHONHASHSEED: "0", HOME: "/home" } });
  python.runPython(plan.source);
  for (const [given, written, how] of plan.archives) {
    python.FS.writeFile("/given.zip", fs.readFileSync(`${folder}/${given}`));
    if (how === "beside") python.globals.get("beside")("/given.zip", "/written.zip");
    else python.globals.get("repack")("/given.zip", "/written.zip", how === "sources");
    fs.writeFileSync(`${folder}/${written}`, python.FS.readFile("/written.zip"));
  }
}

run().catch((error) => {
  console.error(String(error).slice(-2000)); // the stack alone would be Pyodide's whole source
  process.exit(1);
});
