import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A `PATH` with these programs and no others; each is the body of a shell script. */
export function standIns(programs: Readonly<Record<string, string>>): { readonly PATH: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-stand-ins-'));
  folders.push(folder);
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: folder };
}

/** A shell command that prints the text. */
export function print(text: string): string {
  return `printf '%s\\n' '${text.replace(/'/g, `'\\''`)}'`;
}

/** `talosctl version --client --short`. */
export const talosctl = (version: string) => `${print('Client:')}\n${print(`Talos v${version}`)}`;

/** `kubectl version --client -o json`. */
export const kubectl = (version: string) =>
  print(JSON.stringify({ clientVersion: { major: '1', minor: '36', gitVersion: `v${version}`, platform: 'linux/amd64' } }));

/** `helm version --short`. */
export const helm = (version: string) => print(`v${version}+g05fa379`);

/** `curl --version`. */
export const curl = (version: string) => print(`curl ${version} (x86_64-pc-linux-gnu) libcurl/${version}`);

/** What a Docker program answers. */
export interface DockerAnswers {
  readonly info?: Readonly<Record<string, unknown>>;
  readonly containers?: readonly { readonly Names: string; readonly State: string; readonly Ports: string }[];
  /** Where the daemon of the current context is. */
  readonly host?: string;
  readonly networks?: readonly { readonly name: string; readonly subnets: readonly string[]; readonly cluster?: string }[];
}

/** `docker` with a daemon: Engine 28 on Ubuntu, unless said otherwise. */
export function docker({ info = {}, containers = [], networks = [], host = 'unix:///var/run/docker.sock' }: DockerAnswers = {}): string {
  const version = { Client: { Version: '28.2.2', ApiVersion: '1.50' }, Server: { Version: '28.2.1', ApiVersion: '1.50' } };
  const machine = {
    ID: '5c5b7b3e',
    CgroupDriver: 'systemd',
    CgroupVersion: '2',
    KernelVersion: '6.8.0-85-generic',
    OperatingSystem: 'Ubuntu 24.04.3 LTS',
    OSType: 'linux',
    Architecture: 'x86_64',
    NCPU: 8,
    MemTotal: 16 * 2 ** 30,
    Name: 'host',
    ServerVersion: '28.2.1',
    ...info,
  };
  const builtIn = [
    { name: 'bridge', subnets: ['172.17.0.0/16'] },
    { name: 'host', subnets: [] },
  ];
  const inspected = [...builtIn, ...networks].map(({ name, subnets, cluster }: NonNullable<DockerAnswers['networks']>[number]) => ({
    Name: name,
    Id: `id-of-${name}`,
    Driver: 'bridge',
    IPAM: { Driver: 'default', Config: subnets.length === 0 ? null : subnets.map((Subnet) => ({ Subnet })) },
    Labels: cluster === undefined ? {} : { 'talos.cluster.name': cluster, 'talos.owned': 'true' },
  }));
  return [
    'case "$1 $2" in',
    `"version --format") ${print(JSON.stringify(version))} ;;`,
    `"info --format") ${print(JSON.stringify(machine))} ;;`,
    `"context inspect") ${print(JSON.stringify({ Name: 'default', Endpoints: { docker: { Host: host } } }))} ;;`,
    `"ps --all") ${containers.map((c) => print(JSON.stringify(c))).join('; ') || ':'} ;;`,
    `"network ls") ${inspected.map(({ Id, Name }) => print(JSON.stringify({ ID: Id, Name, Driver: 'bridge', Labels: '' }))).join('; ')} ;;`,
    `"network inspect") ${print(JSON.stringify(inspected))} ;;`,
    '*) exit 64 ;;',
    'esac',
  ].join('\n');
}

/** `docker` whose daemon doesn't answer: the program writes why, and its own half of the answer. */
export function dockerWithoutDaemon(why: string): string {
  return [
    'case "$1" in',
    `version) ${print(JSON.stringify({ Client: { Version: '28.2.2' }, Server: null }))} ;;`,
    `info) ${print(JSON.stringify({ MemTotal: 0, NCPU: 0, ServerVersion: '' }))} ;;`,
    'esac',
    `${print(why)} >&2`,
    'exit 1',
  ].join('\n');
}
