// Runs Python beside the page, so that the page stays alive. It is started from memory after the page has given up the
// network: a worker made that way inherits the page's policy, and every byte it needs is handed to it.

const ARCHIVES = "/archives";
const GIVEN = "/given";
let python, session, ask;

// Pyodide asks for its files by address; each is answered from what the page handed over.
function serveFrom(files) {
  self.fetch = async (address) => {
    const name = String(address.url ?? address).split("/").pop();
    const bytes = files[name];
    if (!bytes) throw new TypeError(`not part of this page: ${name}`);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(bytes, { headers: { "content-type": type } });
  };
}

function moduleFrom(bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  return import(address).finally(() => URL.revokeObjectURL(address));
}

async function start({ files, archives, lang, zone }) {
  serveFrom(files);
  const { loadPyodide } = await moduleFrom(files["pyodide.mjs"]);
  const { default: createPyodideModule } = await moduleFrom(files["pyodide.asm.mjs"]);
  const decode = (bytes) => new TextDecoder().decode(bytes);
  python = await loadPyodide({
    indexURL: "memory:/",
    createPyodideModule,
    lockFileContents: decode(files["pyodide-lock.json"]),
    stdLibURL: "memory:/python_stdlib.zip",
    packageBaseUrl: "memory:/",
    stdout: () => {}, // nothing that Python prints may reach a console: it could hold somebody's words
    stderr: () => {},
  });
  python.FS.mkdir(ARCHIVES);
  for (const name of archives) python.FS.writeFile(`${ARCHIVES}/${name}`, new Uint8Array(files[name]));
  serveFrom({});
  const code = "import sys, zipfile\nfor name in names:\n    zipfile.ZipFile(name).extractall('/house')\nsys.path.insert(0, '/house')";
  const names = python.toPy(archives.map((name) => `${ARCHIVES}/${name}`));
  python.runPython(code, { locals: python.toPy({ names }) });
  for (const name of archives) python.FS.unlink(`${ARCHIVES}/${name}`);
  const room = python.pyimport("bonafides.page.session");
  session = room.open_session(lang, zone, (step, done, of) => postMessage({ progress: { step, done, of } }));
  ask = room.ask;
  verb("warm");
  return {};
}

function verb(name, ...given) {
  const taken = given.map((each) => python.toPy(each));
  const answer = ask(session, name, ...taken);
  const plain = answer.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  answer.destroy();
  return plain;
}

// Files are read where they lie, piece by piece: an archive of a gigabyte takes no gigabyte here.
function withFiles(files, use) {
  python.FS.mkdirTree(GIVEN);
  const places = files.map((file, at) => {
    const folder = `${GIVEN}/${at}`;
    python.FS.mkdirTree(folder);
    python.FS.mount(python.FS.filesystems.WORKERFS, { files: [file] }, folder);
    return `${folder}/${file.name}`;
  });
  return use(places);
}

function release() {
  for (const at of python.FS.analyzePath(GIVEN).exists ? python.FS.readdir(GIVEN) : []) {
    if (at !== "." && at !== "..") {
      python.FS.unmount(`${GIVEN}/${at}`);
      python.FS.rmdir(`${GIVEN}/${at}`);
    }
  }
}

const VERBS = {
  start,
  takeText: (text) => (release(), verb("take_text", text)),
  takeFiles: (files) => (release(), withFiles(files, (places) => verb("take_files", places))),
  forget: () => (release(), verb("forget")),
  judge: (told) => verb("judge", told),
  saved: (form) => verb("saved", form),
  lines: (files) => (release(), withFiles(files, (places) => verb("lines", places))),
};

onmessage = async ({ data: { id, name, given } }) => {
  try {
    postMessage({ id, answer: await VERBS[name](...given) });
  } catch (error) {
    // Python's own faults come back as sentences; what ends here is the runtime itself, most often out of memory.
    postMessage({ id, failed: error instanceof RangeError || /memory|Aborted/i.test(String(error)) ? "memory" : "fault" });
  }
};
