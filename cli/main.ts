import { Command, Option } from 'commander';
import { ownPackage } from './package';
import { terminal } from './terminal';

const program = new Command('ichor')
  .description(
    'Turns one typed definition of a Talos cluster into everything that it needs to run Cilium, and checks it before anything is applied.',
  )
  .version(ownPackage().version, '-V, --version')
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    '\nDefinitions are files in clusters/, one each; the output is dist/, to be committed.\nExit codes: 0 done, 1 failure or an error found, 2 changes (synth --check).\n\nBegin with: ichor init NAME',
  );

program
  .command('init')
  .description('write a commented definition of your own, from which synth works at once')
  .argument('<name>', 'name of the cluster and of its file')
  .addOption(new Option('--platform <platform>', 'where it runs').choices(['docker']).default('docker'))
  .addHelpText('after', '\nWrites clusters/<name>.ts and, where they are missing, the files around it; overwrites nothing.')
  .action(async (name: string) => (await import('./init.js')).init(name, terminal()));

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
  .addOption(failOn())
  .addOption(output(['text', 'json']))
  .addHelpText('after', '\nA line a file: + added, ~ changed, - removed, = as it was. An error anywhere, and nothing is written.')
  .action(async (names: string[], options: SynthFlags) => (await import('./synth.js')).synth(names, options, terminal()));

program
  .command('check')
  .description('apply every rule to the definitions, and write nothing')
  .argument('[cluster...]', 'clusters by name (default: all)')
  .addOption(failOn())
  .addOption(output(['text', 'json']))
  .action(async (names: string[], options: CheckFlags) => (await import('./check.js')).check(names, options, terminal()));

/** Flags of `doctor`. */
export interface DoctorFlags {
  readonly output: 'text' | 'json';
}

/** Flags of `check`. */
export interface CheckFlags {
  readonly output: 'text' | 'json';
  readonly failOn: 'error' | 'warning';
}

/** Flags of `synth`. */
export interface SynthFlags extends CheckFlags {
  readonly check?: boolean;
}

function output(formats: readonly string[]): Option {
  return new Option('--output <format>', 'how results are written').choices(formats).default('text');
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
