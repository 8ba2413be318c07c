import { compareMinors, formatMiB, overlaps, parseCidr } from '../base';
import type { Prerequisite } from '../report';
import type { Docker, DockerContainer, DockerMachine, DockerNetwork } from './docker';
import type { DockerNeeds } from './needs';
import { growMachine } from './repairs';

/** The oldest kernel that Cilium's datapath runs on: https://docs.cilium.io/en/v1.20/operations/system_requirements/ */
const oldestKernel = '5.10';

/** The machine that Docker's containers run on. */
export function machineRows(docker: Docker, cluster: DockerNeeds | undefined): Prerequisite[] {
  if (!('machine' in docker)) {
    const found = 'only the daemon knows its cgroups, memory, CPUs, architecture and kernel';
    return [{ id: 'docker.machine', state: 'unknown', subject: 'docker machine', found }];
  }
  const { machine } = docker;
  return [
    cgroupRow(machine),
    memoryRow(machine, cluster),
    cpuRow(machine, cluster),
    architectureRow(machine),
    ...(cluster?.cilium === false ? [] : [kernelRow(machine)]),
    ...(cluster === undefined ? [] : providerRows(machine, cluster)),
  ];
}

/** The place of a cluster among Docker's networks and containers. */
export function clusterRows(cluster: DockerNeeds, containers: readonly DockerContainer[], used: readonly DockerNetwork[]): Prerequisite[] {
  return [
    networkRow(cluster, used),
    ...containers.map(({ name, state }): Prerequisite => {
      const found = `'${name}' of this cluster is there already (${state}); talosctl makes no second one`;
      return { id: 'docker.container', state: 'note', subject: 'container', found };
    }),
  ];
}

function cgroupRow({ cgroupVersion = '1' }: DockerMachine): Prerequisite {
  const row = { id: 'docker.cgroups', subject: 'cgroups', found: `version ${cgroupVersion}` };
  if (cgroupVersion === '2') return { ...row, state: 'ok' };
  const repair = "boot Docker's machine with systemd.unified_cgroup_hierarchy=1, or update it";
  return { ...row, state: 'missing', found: `${row.found}, and Cilium attaches its programs to version 2`, repair };
}

function memoryRow({ memory }: DockerMachine, cluster: DockerNeeds | undefined): Prerequisite {
  const row = { id: 'docker.memory', subject: 'memory', found: formatMiB(memory) };
  if (memory === 0) return { ...row, state: 'unknown', found: "docker doesn't say" };
  if (cluster === undefined || memory >= cluster.memory.bytes) return { ...row, state: 'ok' };
  const gibibytes = Math.floor(memory / 2 ** 30);
  const less = `give Docker's machine more, or write '${gibibytes === 0 ? `${Math.floor(memory / 2 ** 20)}MiB` : `${gibibytes}GiB`}' in platform.memory`;
  const wanted = Math.ceil(cluster.memory.bytes / 2 ** 30) + 1;
  return {
    ...row,
    state: 'missing',
    found: `${row.found}, and platform.memory is '${cluster.memory.text}'`,
    repair: growMachine('memory', wanted, { provider: cluster.provider, less }),
  };
}

function cpuRow({ cpus }: DockerMachine, cluster: DockerNeeds | undefined): Prerequisite {
  const row = { id: 'docker.cpus', subject: 'CPUs', found: String(cpus) };
  if (cpus === 0) return { ...row, state: 'unknown', found: "docker doesn't say" };
  if (cluster === undefined || cpus >= cluster.cpus) return { ...row, state: 'ok' };
  const less = `write ${cpus} in platform.cpus`;
  return {
    ...row,
    state: 'missing',
    found: `${cpus}, and Docker refuses a container of ${cluster.cpus}`,
    repair: growMachine('cpus', Math.ceil(cluster.cpus), { provider: cluster.provider, less }),
  };
}

function architectureRow({ architecture }: DockerMachine): Prerequisite {
  const row = { id: 'docker.architecture', subject: 'architecture', found: architecture };
  if (/^(x86_64|amd64|aarch64|arm64)$/.test(architecture)) return { ...row, state: 'ok' };
  const found = `'${architecture}', and Talos has images for x86_64 and aarch64`;
  return { ...row, state: 'missing', found, repair: 'run Docker on such a machine' };
}

function kernelRow({ kernel }: DockerMachine): Prerequisite {
  const row = { id: 'docker.kernel', subject: 'kernel', found: kernel };
  const minor = /^\d+\.\d+/.exec(kernel)?.[0];
  if (minor === undefined) return { ...row, state: 'unknown', found: "docker doesn't say" };
  if (compareMinors(minor, oldestKernel) >= 0) return { ...row, state: 'ok' };
  return {
    ...row,
    state: 'old',
    found: `${kernel}, and Cilium needs ${oldestKernel} or newer`,
    repair: "update the system of Docker's machine",
  };
}

function providerRows({ system, name }: DockerMachine, { provider }: DockerNeeds): Prerequisite[] {
  const seen = system === 'Docker Desktop' ? 'docker-desktop' : name.includes('colima') ? 'colima' : undefined;
  if (provider === 'other' || seen === provider || (seen === undefined && provider === 'engine')) return [];
  const place = seen === 'colima' ? 'in Colima' : `on ${system}`;
  const found = `platform.provider is '${provider}', and Docker runs ${place}: flows to the host would lead to a wrong address`;
  return [
    {
      id: 'docker.provider',
      state: 'note',
      subject: 'provider',
      found,
      repair: `write ${seen === undefined ? 'what runs it' : `'${seen}'`}`,
    },
  ];
}

function networkRow({ name, subnet }: DockerNeeds, all: readonly DockerNetwork[]): Prerequisite {
  const row = { id: 'docker.network', subject: `network ${subnet}` };
  const own = all.find((network) => network.cluster === name || network.name === name);
  if (own?.subnets.includes(subnet)) return { ...row, state: 'note', found: `'${own.name}' is there already, and is used again` };
  if (own !== undefined) {
    const has = own.subnets.join(', ');
    const found = `'${own.name}' is there already with ${has}, and talosctl refuses to change that`;
    return { ...row, state: 'missing', found, repair: `write '${has}' in platform.subnet` };
  }
  const other = all.find((network) => network.subnets.some((s) => share(s, subnet)));
  if (other === undefined) return { ...row, state: 'ok', found: 'free' };
  const has = other.subnets.filter((s) => share(s, subnet)).join(', ');
  const found = `Docker's network '${other.name}' has ${has}, and addresses can't be in two`;
  return { ...row, state: 'missing', found, repair: `write '${freeSubnet(all)}' in platform.subnet` };
}

function share(a: string, b: string): boolean {
  const [left, right] = [parseCidr(a), parseCidr(b)];
  return left !== undefined && right !== undefined && overlaps(left, right);
}

/** The first range like Talos' own that no network of Docker has. */
function freeSubnet(all: readonly DockerNetwork[]): string {
  const candidates = Array.from({ length: 80 }, (_, i) => `10.${6 + i}.0.0/24`);
  return candidates.find((candidate) => !all.some(({ subnets }) => subnets.some((s) => share(s, candidate)))) ?? '172.31.255.0/24';
}
