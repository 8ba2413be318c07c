// Builds the judges of the conformance suite: upstream's own code, compiled
// from the versions that the go.mod files beside this one pin.
//
//   node conformance/build.mjs [talos|helm|kubernetes|cilium|commands|engine|rehearsal|schematic|gitops|sarif …]

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { argv, env, pid, platform, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, '..', '.cache', 'conformance', 'bin');
const started = Date.now();

const talosVersions = ['1.12', '1.13', '1.14'];
const ciliumVersions = ['1.19', '1.20'];
const gatewayApiVersions = { 1.19: '1.4', '1.20': '1.6' };

/** The definitions that a Cilium minor's operator looks for, below the Gateway API's: 1.19 takes one more, which is experimental there. */
const gatewayApiDefinitions = {
  1.19: ['standard', 'experimental/gateway.networking.k8s.io_tlsroutes.yaml'],
  '1.20': ['standard'],
};

const helm = {
  group: 'helm',
  name: 'helm',
  folder: 'helm',
  target: 'helm.sh/helm/v4/cmd/helm',
  variables: { 'helm.sh/helm/v4/internal/version.version': () => `v${required('helm', 'helm.sh/helm/v4')}` },
};
const validate = { group: 'kubernetes', name: 'validate', folder: 'kubernetes', target: './cmd/validate' };
const talos = (version) => ({
  group: 'talos',
  name: `talos-${version}`,
  folder: `talos/v${version}`,
  target: '.',
  sources: ['talos/judge'],
});
const sources = (version) => ({
  group: 'cilium',
  name: `cilium-${version}`,
  folder: `cilium/v${version}`,
  module: 'github.com/cilium/cilium',
});
/** The Gateway API of a Cilium minor: the one that its types in imports/ are of. */
const gatewayApi = (version) => ({
  group: 'cilium',
  name: `gateway-api for cilium-${version}`,
  folder: `../tools/imports/pins/gateway-api-${gatewayApiVersions[version]}`,
  module: 'sigs.k8s.io/gateway-api',
});
const engine = (version) => ({
  group: 'engine',
  name: `cilium-engine-${version}`,
  folder: `cilium/v${version}`,
  target: '.',
  sources: ['cilium/judge'],
});
/** The programs of a control plane in one, of the release of Kubernetes that they say they are. */
const controlPlane = {
  group: 'rehearsal',
  name: 'control-plane',
  folder: 'kubernetes',
  target: './cmd/control-plane',
  sources: ['rehearsal/lifeline'],
  variables: { 'k8s.io/component-base/version.gitVersion': () => `v${required('kubernetes', 'k8s.io/kubernetes')}` },
};
/** How kwok's nodes and pods become ready, as it has it itself. */
const kwok = { group: 'rehearsal', name: 'kwok', folder: 'kubernetes', module: 'sigs.k8s.io/kwok' };
const kwokStages = [
  'node/fast/node-initialize',
  'node/heartbeat-with-lease/node-heartbeat-with-lease',
  'pod/fast/pod-ready',
  'pod/fast/pod-complete',
  'pod/fast/pod-delete',
];
/** Cilium's operator as the image that the chart names has it: without what clouds need. */
const operator = (version) => ({
  group: 'rehearsal',
  name: `cilium-operator-${version}`,
  folder: `cilium/v${version}`,
  target: './operator',
  sources: ['cilium/judge', 'rehearsal/lifeline'],
  tags: ['ipam_provider_operator'],
});
const schematic = { group: 'schematic', name: 'schematic', folder: 'schematic', target: '.' };
/** What Flux makes of a folder of git, Argo CD of a health check, and the definitions of what both are told. */
const flux = { group: 'gitops', name: 'flux', folder: 'gitops', target: '.' };
const lua = { group: 'gitops', name: 'argocd-health', folder: 'gitops', target: './lua' };
const keeper = (name, module, ...path) => ({ group: 'gitops', name, folder: `gitops/pins/${name}`, module, path });
const keepers = [
  ...['source-controller', 'kustomize-controller', 'helm-controller'].map((name) =>
    keeper(name, `github.com/fluxcd/${name}`, 'config', 'crd', 'bases'),
  ),
  keeper('argo-cd', 'github.com/argoproj/argo-cd/v3', 'manifests', 'crds'),
];
/** The schema of SARIF, which this module has as OASIS publishes it. */
const sarif = { group: 'sarif', name: 'sarif', folder: 'sarif', module: 'github.com/owenrumney/go-sarif/v3' };
/** The program flux, of its module with the manifests that are put into it when it is released: an empty one. */
const fluxProgram = {
  group: 'commands',
  name: 'flux-program',
  folder: 'commands/flux',
  module: 'github.com/fluxcd/flux2/v2',
  target: './cmd/flux',
  added: { 'cmd/flux/manifests/none.yaml': '{}\n' },
};
/** A reader of shell scripts that knows POSIX, and nothing beyond it. */
const posix = { group: 'commands', name: 'posix', folder: 'commands/posix', target: '.' };
/** What upstream says of talosctl: its own reference, which is made of the program. Of 1.12 there is no module. */
const talosctlVersions = ['1.13', '1.14'];
const talosctl = (version) => ({
  group: 'commands',
  name: `talosctl-${version}`,
  folder: `commands/talosctl/v${version}`,
  module: 'github.com/siderolabs/talos',
});
const openapi = { group: 'kubernetes', name: 'openapi', folder: 'kubernetes', module: 'k8s.io/kubernetes' };

/**
 * Everything there is to build or to fetch: what takes longest first, and never two side by side that share most of their
 * code, which each would compile for itself.
 */
const jobs = [
  controlPlane,
  engine('1.20'),
  operator('1.20'),
  engine('1.19'),
  helm,
  validate,
  fluxProgram,
  flux,
  lua,
  ...talosVersions.toReversed().map(talos),
  schematic,
  posix,
  ...keepers,
  ...talosctlVersions.map(talosctl),
  ...ciliumVersions.map(sources),
  ...ciliumVersions.map(gatewayApi),
  openapi,
  sarif,
  kwok,
  operator('1.19'),
];

/** What can be asked for by name. */
export const groups = [...new Set(jobs.map((job) => job.group))].sort();

/**
 * Builds what is missing or out of date and says where everything is.
 *
 * @param {{ only?: string[] }} [options] groups; without it, all of them
 * @returns {Promise<{
 *   talos?: Record<string, string>, helm?: string, validate?: string,
 *   chart?: Record<string, string>, crds?: Record<string, string[]>, openapi?: string,
 *   gatewayApi?: Record<string, string[]>,
 *   engine?: Record<string, string>,
 *   controlPlane?: string, stages?: string[], operator?: Record<string, string>,
 *   schematic?: string,
 *   flux?: string, argocdHealth?: string, keepers?: string[],
 *   sarif?: string,
 *   fluxProgram?: string, posix?: string, talosctl?: Record<string, string>,
 * }>} programs, folders and files; those of groups that were not asked for are missing
 */
export async function judges({ only = groups } = {}) {
  const unknown = only.filter((group) => !groups.includes(group));
  if (unknown.length > 0) throw new Error(`no such judge: ${unknown.join(', ')} (there are ${groups.join(', ')})`);

  const wanted = jobs.filter((job) => only.includes(job.group));
  const go = await findGo(wanted);
  const results = await inPairs(wanted, (job) => work(go, job));
  const found = new Map(wanted.map((job, i) => [job.name, results[i]]));
  const answer = {};

  if (only.includes('talos')) answer.talos = Object.fromEntries(talosVersions.map((v) => [v, found.get(`talos-${v}`)]));
  if (only.includes('helm')) answer.helm = found.get('helm');
  if (only.includes('schematic')) answer.schematic = found.get('schematic');
  if (only.includes('sarif')) answer.sarif = join(found.get('sarif'), 'pkg', 'report', 'v210', 'sarif', 'schema.go');

  if (only.includes('gitops')) {
    answer.flux = found.get('flux');
    answer.argocdHealth = found.get('argocd-health');
    answer.keepers = keepers.map(({ name, path }) => join(found.get(name), ...path));
  }

  if (only.includes('commands')) {
    answer.fluxProgram = found.get('flux-program');
    answer.posix = found.get('posix');
    answer.talosctl = Object.fromEntries(
      talosctlVersions.map((v) => [v, join(found.get(`talosctl-${v}`), 'website', 'content', `v${v}`, 'reference', 'cli.md')]),
    );
  }

  if (only.includes('engine')) {
    answer.engine = Object.fromEntries(ciliumVersions.map((v) => [v, found.get(`cilium-engine-${v}`)]));
  }

  if (only.includes('rehearsal')) {
    answer.controlPlane = found.get('control-plane');
    answer.stages = kwokStages.map((path) => join(found.get('kwok'), 'kustomize', 'stage', `${path}.yaml`));
    answer.operator = Object.fromEntries(ciliumVersions.map((v) => [v, found.get(`cilium-operator-${v}`)]));
  }

  if (only.includes('kubernetes')) {
    answer.validate = found.get('validate');
    answer.openapi = join(found.get('openapi'), 'api', 'openapi-spec', 'v3');
  }

  if (only.includes('cilium')) {
    const folders = ciliumVersions.map((v) => [v, found.get(`cilium-${v}`)]);
    const crds = ['pkg', 'k8s', 'apis', 'cilium.io', 'client', 'crds'];
    answer.chart = Object.fromEntries(folders.map(([v, folder]) => [v, join(folder, 'install', 'kubernetes', 'cilium')]));
    answer.crds = Object.fromEntries(
      folders.map(([v, folder]) => [v, ['v2', 'v2alpha1'].map((version) => join(folder, ...crds, version))]),
    );
    answer.gatewayApi = Object.fromEntries(
      ciliumVersions.map((v) => {
        const folder = join(found.get(gatewayApi(v).name), 'config', 'crd');
        return [v, gatewayApiDefinitions[v].map((path) => join(folder, path))];
      }),
    );
  }

  return answer;
}

/** Two compilers side by side use a small machine well; more only make it swap. */
async function inPairs(list, work) {
  const results = new Array(list.length);
  let next = 0;
  let failed = false;

  const worker = async () => {
    while (next < list.length && !failed) {
      const i = next++;
      try {
        results[i] = await work(list[i]);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };

  const outcomes = await Promise.allSettled([worker(), worker()]);
  const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
  if (rejected) throw rejected.reason;

  return results;
}

function work(go, job) {
  if ('added' in job) return buildWithin(go, job);
  return 'module' in job ? download(go, job) : build(go, job);
}

/** Builds a program inside of a copy of its own module, with files that its releases have and the module hasn't. */
async function buildWithin(go, job) {
  const module = await download(go, job);
  return build(go, job, async (make) => {
    const copy = join(bin, '..', `${job.name}.${pid}`);
    try {
      await cp(module, copy, { recursive: true });
      await run({ command: 'chmod' }, '.', ['-R', 'u+w', copy]);
      for (const [path, text] of Object.entries(job.added)) {
        await mkdir(dirname(join(copy, path)), { recursive: true });
        await writeFile(join(copy, path), text);
      }
      await make(copy);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
}

/** Builds a program, unless there is one of the same sources and the same Go. */
async function build(go, job, within = (make) => make(job.folder)) {
  const program = join(bin, platform === 'win32' ? `${job.name}.exe` : job.name);
  const stamp = join(bin, `${job.name}.stamp`);
  const current = fingerprint(go, job);

  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === current) return program;

  const begun = Date.now();
  say(`${job.name}: building`);
  await mkdir(bin, { recursive: true });

  // Another process may be running the program that is there, or building it too.
  const fresh = `${program}.${pid}`;
  try {
    await within((folder) => run(go, folder, ['build', '-trimpath', '-buildvcs=false', ...flagsOf(job), '-o', fresh, job.target]));
    await rename(fresh, program);
    await writeFile(stamp, current);
  } finally {
    await rm(fresh, { force: true });
  }

  say(`${job.name}: built in ${seconds(begun)}`);

  return program;
}

/** What the compiler and the linker are told of a program. */
function flagsOf({ variables = {}, tags = [] }) {
  const set = Object.entries(variables).map(([name, value]) => `-X ${name}=${value()}`);
  return [`-ldflags=${['-s', '-w', ...set].join(' ')}`, ...(tags.length > 0 ? [`-tags=${tags.join(',')}`] : [])];
}

/** The release of a module that the `go.mod` of a folder requires. */
function required(folder, module) {
  const text = readFileSync(join(here, folder, 'go.mod'), 'utf8');
  const release = new RegExp(`^(?:require |\t)${module} v(\\S+)`, 'm').exec(text)?.[1];
  if (release === undefined) throw new Error(`${folder}/go.mod doesn't require ${module}`);
  return release;
}

/** Fetches a module, and nothing that it depends on, and finds its folder. */
async function download(go, job) {
  const find = async () => (await run(go, job.folder, ['list', '-m', '-f', '{{.Dir}}', job.module])).trim();
  const folder = await find();
  if (folder !== '') return folder;

  const begun = Date.now();
  say(`${job.name}: downloading ${job.module}`);
  await run(go, job.folder, ['mod', 'download', job.module]);
  say(`${job.name}: downloaded in ${seconds(begun)}`);

  return find();
}

function fingerprint(go, job) {
  const hash = createHash('sha256').update(go.version).update(flagsOf(job).join('\0'));

  for (const folder of [job.folder, ...(job.sources ?? [])]) {
    for (const file of filesOf(join(here, folder))) {
      hash.update(`\0${relative(here, file).replaceAll('\\', '/')}\0`).update(readFileSync(file));
    }
  }

  return hash.digest('hex');
}

function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesOf(path);
      return /\.go$|^go\.(mod|sum)$/.test(entry.name) ? [path] : [];
    });
}

/** The Go command and its version; an Error that says what to do if there is none. */
async function findGo(wanted) {
  const needed = wanted
    .map((job) => /^go (\S+)$/m.exec(readFileSync(join(here, job.folder, 'go.mod'), 'utf8'))?.[1] ?? '1.26')
    .sort(compareVersions)
    .at(-1);
  const purpose = 'to build the judges of the conformance suite (Talos, Helm, Kubernetes and Cilium, from source)';
  const candidates = ['go', ...(env.GOROOT ? [join(env.GOROOT, 'bin', 'go')] : []), '/usr/local/go/bin/go'];

  for (const command of candidates) {
    let version;
    try {
      version = (await run({ command }, '.', ['env', 'GOVERSION'])).trim().replace(/^go/, '');
    } catch (error) {
      if (error.code === 'ENOENT') continue;
      throw error;
    }

    if (compareVersions(version, needed) < 0) {
      throw noGo(`Go ≥ ${needed} is needed ${purpose}; ${command} is ${version}.`);
    }

    return { command, version };
  }

  throw noGo(`Go ≥ ${needed} is needed ${purpose}, and there is no go command.`);
}

/** Tells a machine without Go from everything else that can go wrong: callers may go on without the judges. */
function noGo(message) {
  return Object.assign(new Error(`${message} See https://go.dev/dl/.`), { code: 'NO_GO' });
}

function compareVersions(a, b) {
  const numbers = (version) => version.split(/[^0-9]+/).map(Number);
  const [left, right] = [numbers(a), numbers(b)];

  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }

  return 0;
}

/** Runs Go in a folder, with nothing from the environment that changes what it builds. */
async function run(go, folder, args) {
  const clean = { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', GOWORK: 'off', GO111MODULE: 'on' };
  for (const name of ['GOOS', 'GOARCH', 'GOEXPERIMENT', 'GOAMD64', 'GOARM64']) delete clean[name];

  try {
    const { stdout } = await promisify(execFile)(go.command, args, {
      cwd: resolve(here, folder),
      env: clean,
      maxBuffer: 64 * 1024 * 1024,
    });

    return stdout;
  } catch (error) {
    if (error.code === 'ENOENT') throw error;
    throw new Error(`${go.command} ${args.join(' ')} failed in ${folder}:\n${error.stderr ?? error.message}`, { cause: error });
  }
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

function say(text) {
  stderr.write(`[${seconds(started).padStart(7)}] ${text}\n`);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const names = argv.slice(2);

  judges(names.length > 0 ? { only: names } : {}).then(
    (found) => process.stdout.write(`${JSON.stringify(found, null, 2)}\n`),
    (error) => {
      stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
