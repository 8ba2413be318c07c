import { Command, Option } from 'commander';
import { ownPackage } from './package';
import type { PlatformName } from './templates/definition';
import { terminal } from './terminal';

const plansHelp = `
A definition has these plans; each is in PLAN.md of its output, and a script in plans/:

  create      make the cluster, and bring it to the state of dist/
  add-node    bring in machines that the definition has and the cluster lacks
  apply       bring a running cluster to the state of dist/
  verify      look whether it is as it should be`;

const program = new Command('ichor')
  .description(
    'Turns one typed definition of a Talos cluster into everything that it needs to run Cilium, and checks it before anything is applied.',
  )
  .version(ownPackage().version, '-V, --version')
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    '\nDefinitions are files in clusters/, one each; the output is dist/, to be committed.\nExit codes: 0 done, 1 failure or an error found, 2 changes (diff, synth --check, apply --dry-run).\n\nBegin with: ichor init NAME',
  );

program
  .command('init')
  .description('write a commented definition of your own, from which synth works at once')
  .argument('<name>', 'name of the cluster and of its file')
  .addOption(new Option('--platform <platform>', 'where it runs').choices(['docker', 'metal'] satisfies PlatformName[]).default('docker'))
  .addHelpText('after', '\nWrites clusters/<name>.ts and, where they are missing, the files around it; overwrites nothing.')
  .action(async (name: string, options: InitFlags) => (await import('./init.js')).init(name, options, terminal()));

program
  .command('doctor')
  .description("look whether this machine has what's needed; changes nothing")
  .argument('[cluster]', 'also look at what this cluster needs')
  .addOption(output(['text', 'json']))
  .addHelpText(
    'after',
    '\nA line a prerequisite: ok, missing or old, with what repairs it. A cluster also asks for memory, ports and a network;\nwhere only one is defined, it is that one. Exit code 1 if something is missing or old.',
  )
  .action(async (cluster: string | undefined, options: DoctorFlags) => (await import('./doctor.js')).doctor(cluster, options, terminal()));

program
  .command('synth')
  .description('turn definitions into dist/')
  .argument('[cluster...]', 'clusters by name (default: all)')
  .option('--check', 'write nothing, and exit with 2 if dist/ is stale')
  .option('--watch', 'after each change again, with what it means compared with the last commit, until interrupted')
  .addOption(failOn())
  .addOption(output(['text', 'json']))
  .addHelpText('after', '\nA line a file: + added, ~ changed, - removed, = as it was. An error anywhere, and nothing is written.')
  .action(async (names: string[], options: SynthFlags) =>
    options.watch && !options.check
      ? (await import('./watch.js')).watch(names, options, terminal())
      : (await import('./synth.js')).synth(names, options, terminal()),
  );

program
  .command('check')
  .description("apply every rule to the definitions, or to any repository's files, and write nothing")
  .argument('[target...]', 'clusters by name (default: all); or one folder, file or REVISION:PATH')
  .option('--values <file>', "this file has Cilium's Helm values (default: what installs Cilium is found)")
  .addOption(failOn())
  .addOption(output(['text', 'json', 'markdown', 'sarif']))
  .addHelpText(
    'after',
    `
A definition needs nothing. Of other files these are understood, wherever they lie below the path:

  Cilium      HelmRelease with values and valuesFrom, Argo CD Application, helmCharts of Kustomize, a chart that depends on
              Cilium's, values files
  Talos       machine configs and patches in both forms, talconfig.yaml of talhelper, topf.yaml
  Kubernetes  policies, workloads, Services, Namespaces, pools and their announcement, gateways

  ichor check .                                      every rule on this repository
  ichor check kubernetes/prod --fail-on warning      on one of its clusters
  ichor check main:talos --output json               on what a branch has
  ichor check talos --values cilium/values.yaml      with Helm values that lie elsewhere
  ichor check . --output sarif > ichor.sarif         for annotations on a pull request

What files don't say, because it is encrypted, a template, or elsewhere, is unknown: rules that need it say that they could
not decide, and why. ichor.yaml, in the folder asked about or the current one, accepts findings:

  accept:
    - { id: INV014, path: kubernetes/cilium, reason: node ports are not used }

Exit codes: 0 nothing of that severity found, 1 an error found (--fail-on warning: or a warning).`,
  )
  .action(async (targets: string[], options: CheckFlags) => (await import('./check.js')).check(targets, options, terminal()));

program
  .command('explain')
  .description('say whether one end reaches the other, by which rules, and what would change it')
  .argument('<from>', 'who connects')
  .argument('<to>', 'to whom, and with :PORT to which port; without one, all that is open')
  .option('--cluster <name>', 'the cluster (default: the only one, or the one in front of a peer)')
  .option('--in <path>', 'ask about the objects of a folder or file instead of a definition')
  .addOption(output(['text', 'json']))
  .addHelpText(
    'after',
    `
An end is [CLUSTER:]NAMESPACE/WORKLOAD, or WORKLOAD alone where it is unique; NAMESPACE/* for any other pod of a namespace,
NAMESPACE/KEY=VALUE for pods by labels; a role of the definition; an entity such as world, host or kube-apiserver; an address, a
block or a host name.
PORT is a number, 53/UDP, the name of a port, or icmp. It is the port of the pods, behind any Service.

  ichor explain apps/api apps/redis:6379        may the one connect to the other?
  ichor explain 10.5.0.1 redis --in dist/home   which ports of redis are open to an address, by the files of a folder?

Exit codes: 0 answered, allowed or not; 1 failure or an error found.`,
  )
  .action(async (from: string, to: string, options: ExplainFlags) => (await import('./explain.js')).explain(from, to, options, terminal()));

program
  .command('diff')
  .description('say what a change means: who reaches whom now and did not before, or the other way around')
  .argument('[revision]', 'compare with dist/ as it was committed there; REV1..REV2 compares two revisions (default: HEAD)')
  .option('--cluster <name>', 'one cluster (default: all)')
  .option('--from <path>', 'compare this folder instead; also REVISION:PATH')
  .option('--to <path>', 'with this one; also REVISION:PATH')
  .addOption(output(['text', 'markdown', 'json']))
  .addHelpText(
    'after',
    `
Compares what dist/ said with what the definitions in clusters/ say now, and writes nothing. It goes by what policies come
to, not by how they are written: policies that are divided, renamed or moved without another meaning are no change.

  ichor diff                                    what do my changes mean, compared with the last commit?
  ichor diff main --cluster home                and compared with the main branch, for one cluster?
  ichor diff main..HEAD --output markdown       for a comment on a pull request, at most 60 000 characters
  ichor diff v1.0..v1.1                         what changed between two releases?
  ichor diff --from deploy/old --to deploy/new  any two folders of Kubernetes objects
  ichor diff --from main:deploy --to deploy     the same folder, at a revision and now

  + opened, or more may pass    - closed, or less may pass    ~ otherwise, or nobody knows

Exposures come first: whom the outside, nodes and other clusters reach, and who reaches them. A policy that Cilium or the
API server would refuse isolates nobody; it is an error, and the rest is compared without it.

Exit codes: 0 nothing changed, 2 changes, 1 failure or an error found.`,
  )
  .action(async (revision: string | undefined, options: DiffFlags) => (await import('./diff.js')).diff(revision, options, terminal()));

program
  .command('plan')
  .description('say what a plan does, step by step: what it runs, how that shows, what it costs and how it is undone')
  .argument('[words...]', 'a plan, a cluster, or both (default: all plans of the only cluster)')
  .addOption(output(['markdown', 'json'], 'markdown'))
  .addHelpText('after', `${plansHelp}\n\n  ichor plan create home     what does it take to make home?`)
  .action(async (words: string[], options: PlanFlags) => (await import('./plan.js')).plan(words, options, terminal()));

program
  .command('apply')
  .description('carry out a plan: by default, bring a running cluster to the state of dist/')
  .argument('[words...]', 'a plan, a cluster, or both (default: apply, on the only cluster)')
  .option('--dry-run', 'change nothing, show what the API server would change, and exit with 2 if there is something')
  .option('--prune', 'after apply, delete objects that are no longer in the definition; never namespaces, claims, kinds or classes')
  .option('--yes', "don't ask before what can't be undone")
  .addOption(kubeconfig())
  .addOption(talosconfig())
  .addHelpText(
    'after',
    `${plansHelp}

A step that shows that it is done is left alone, so after a failure the same command goes on where it stopped. The current
context is never used; before anything is written, the cluster has to be the one of the definition and of the last run.

  ichor apply create home              make it, from machines or Docker to running workloads
  ichor apply home --dry-run           what would change?
  ichor apply home                     change it
  ichor apply add-node home            bring in the nodes that it lacks

Exit codes: 0 done, 1 stopped, 2 changes (--dry-run).`,
  )
  .action(async (words: string[], options: ApplyFlags) => (await import('./apply.js')).apply(words, options, terminal()));

program
  .command('verify')
  .description('look whether a cluster is as its definition says; changes nothing unless asked to')
  .argument('[cluster]', 'the cluster (default: the only one)')
  .option('--probe', 'also try connections, from pods that are made for it and go again')
  .option('--observe <time>', 'listen to Hubble for that long, such as 24h, and compare what it saw with the flows')
  .option('--connectivity', "also run Cilium's own connectivity test, in namespaces that are made for it and go again")
  .addOption(kubeconfig())
  .addOption(output(['text', 'json']))
  .addHelpText(
    'after',
    `
A line a check, ok, wrong, unknown (it could not be looked at) or skipped, and what to do:

  Nodes, Cilium's health, what it replaces, KubePrism and node ports, workloads; the ways in, tried from this machine; pods
  that Cilium does not manage; the memory that it uses; what Hubble saw, from where connections from outside come, and what
  of it no flow declares. What is declared and was not seen in that time is a note.

  --probe         Each client of a flow between pods gets a pod with its labels, which is never ready, so that no Service
                  sends it anything. It opens connections and sends nothing: declared ones have to be open, and some that
                  nothing declares closed. It goes afterwards; what a run that was killed left goes with the next.
  --observe       What Hubble saw is kept in .ichor/CLUSTER/flows.json; events that were lost are counted. Ctrl-C ends it.
  --connectivity  Needs cilium of cilium-cli and the internet. It tests Cilium and the network, not your policies.

Exit code 1 if something is wrong or unknown.`,
  )
  .action(async (cluster: string | undefined, options: VerifyFlags) =>
    (await import('./verify.js')).verify(cluster === undefined ? [] : [cluster], options, terminal()),
  );

/** Flags of `plan`. */
export interface PlanFlags {
  readonly output: 'markdown' | 'json';
}

/** Flags of `apply`. */
export interface ApplyFlags {
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly yes?: boolean;
  readonly kubeconfig?: string;
  readonly talosconfig?: string;
}

/** Flags of `verify`. */
export interface VerifyFlags {
  readonly output: 'text' | 'json';
  readonly probe?: boolean;
  readonly observe?: string;
  readonly connectivity?: boolean;
  readonly kubeconfig?: string;
}

/** Flags of `diff`. */
export interface DiffFlags {
  readonly output: 'text' | 'markdown' | 'json';
  readonly cluster?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Flags of `doctor`. */
export interface DoctorFlags {
  readonly output: 'text' | 'json';
}

/** Flags of `explain`. */
export interface ExplainFlags {
  readonly output: 'text' | 'json';
  readonly cluster?: string;
  readonly in?: string;
}

/** Flags of `check`. */
export interface CheckFlags {
  readonly output: 'text' | 'json' | 'markdown' | 'sarif';
  readonly failOn: 'error' | 'warning';
  readonly values?: string;
}

/** Flags of `init`. */
export interface InitFlags {
  readonly platform: PlatformName;
}

/** Flags of `synth`. */
export interface SynthFlags {
  readonly output: 'text' | 'json';
  readonly failOn: 'error' | 'warning';
  readonly check?: boolean;
  readonly watch?: boolean;
}

function output(formats: readonly string[], usual = 'text'): Option {
  return new Option('--output <format>', 'how results are written').choices(formats).default(usual);
}

function kubeconfig(): Option {
  return new Option('--kubeconfig <file>', 'by which the cluster is reached (default: .ichor/CLUSTER/kubeconfig)');
}

function talosconfig(): Option {
  return new Option('--talosconfig <file>', 'by which its nodes are reached (default: .ichor/CLUSTER/talosconfig)');
}

function failOn(): Option {
  return new Option('--fail-on <severity>', 'what counts as failure').choices(['error', 'warning']).default('error');
}

// Whoever reads along may stop before the end, as head does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(
    `ichor: ${error instanceof Error ? error.message : String(error)}\nThis is a fault of ichor's own${process.env.ICHOR_DEBUG ? '' : '; ICHOR_DEBUG=1 shows where'}.\n`,
  );
  if (process.env.ICHOR_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
