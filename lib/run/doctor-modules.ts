import { release } from 'node:os';
import type { Prerequisite } from '../report';
import type { DockerMachine } from './docker';
import type { DockerNeeds } from './needs';
import { type Outcome, type ProgramOptions, runProgram } from './run-program';

/** Where a module of a kernel is: in it, loaded now and on each start, loaded now alone, only on disk, or nowhere. */
type Where = 'builtin' | 'kept' | 'loaded' | 'there' | 'absent';

/** Prints a line for each module that it is given; nothing where the modules of the running kernel can't be seen. */
const script = `all=/lib/modules/$(uname -r)
[ -d "$all" ] || exit 0
for module; do
  if grep -qs "/$module\\.ko" "$all/modules.builtin"; then echo "$module builtin"
  elif [ -d "/sys/module/$module" ]; then
    if grep -qsx "$module" /etc/modules /etc/modules-load.d/*.conf /usr/lib/modules-load.d/*.conf; then echo "$module kept"
    else echo "$module loaded"; fi
  elif [ -n "$(find "$all" -name "$module.ko*" | head -n 1)" ]; then echo "$module there"
  else echo "$module absent"; fi
done`;

/**
 * The modules of the kernel that Cilium's datapath is made of. In Docker neither Talos nor Cilium can load one: they are those of the
 * machine that Docker runs on, now and after its next start.
 *
 * @see https://docs.cilium.io/en/v1.20/operations/system_requirements/
 */
export async function moduleRows(machine: DockerMachine, cluster: DockerNeeds, options: ProgramOptions): Promise<readonly Prerequisite[]> {
  const { modules } = cluster;
  if (modules.length === 0) return [];
  const row = { id: 'docker.modules', subject: 'kernel modules' };
  const asked = await ask(machine, modules, options);
  const where = asked?.how === 'ended' ? readLines(asked.stdout) : new Map<string, Where>();
  if (modules.some((module) => !where.has(module))) {
    return [{ ...row, state: 'unknown', found: `only Docker's machine can say whether it has ${modules.join(', ')}` }];
  }
  const of = (...states: readonly Where[]) => modules.filter((module) => states.includes(where.get(module) as Where));
  const absent = of('absent');
  if (absent.length > 0) {
    const found = `the kernel has no ${absent.join(', ')}, without which Cilium's datapath doesn't come up`;
    return [{ ...row, state: 'missing', found, repair: "install the modules of its kernel, or another kernel on Docker's machine" }];
  }
  const [there, loaded] = [of('there'), of('loaded')];
  const shell = shellOf(machine);
  if (there.length > 0) {
    const found = `${there.join(', ')} not loaded; the kernel loads most when they are asked for`;
    return [{ ...row, state: 'note', found, repair: `${shell}sudo modprobe --all ${there.join(' ')} && ${keep(shell, there)}` }];
  }
  if (loaded.length > 0) {
    return [{ ...row, state: 'note', found: `all there; nothing loads ${loaded.join(', ')} after a restart`, repair: keep(shell, loaded) }];
  }
  return [{ ...row, state: 'ok', found: 'all there, and after a restart' }];
}

function keep(shell: string, modules: readonly string[]): string {
  return `printf '%s\\n' ${modules.join(' ')} | ${shell}sudo tee /etc/modules-load.d/cilium.conf`;
}

/** What leads a command to Docker's machine; nothing where it is this one. */
function shellOf(machine: DockerMachine): string {
  const profile = colimaProfile(machine);
  if (profile === undefined) return '';
  return profile === '' ? 'colima ssh -- ' : `colima ssh --profile ${profile} -- `;
}

function ask(machine: DockerMachine, modules: readonly string[], options: ProgramOptions): Promise<Outcome> | undefined {
  const words = ['sh', '-c', script, 'sh', ...modules] as const;
  const profile = colimaProfile(machine);
  if (profile !== undefined) {
    const of = profile === '' ? [] : ['--profile', profile];
    return runProgram('colima', ['ssh', ...of, '--', ...words], options);
  }
  return machine.kernel === release() ? runProgram(words[0], words.slice(1), options) : undefined;
}

/** The name of Colima's machine, empty for its usual one; nothing where it is no machine of Colima. */
function colimaProfile({ name }: DockerMachine): string | undefined {
  return /^colima(?:-(.+))?$/.exec(name)?.[1] ?? (name === 'colima' ? '' : undefined);
}

function readLines(stdout: string): Map<string, Where> {
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, Where]),
  );
}
