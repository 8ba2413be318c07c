import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PortRange } from '../../lib/base';
import { judges } from '../suite/support/judges';
import { talosAdmission } from './admission';
import { Api } from './api';
import { freePorts, loopback } from './ports';
import { type Program, startProgram } from './program';
import { waitFor } from './wait';

/** What a control plane is told of its cluster. */
export interface ControlPlaneOptions {
  readonly pods: string;
  readonly services: string;
  readonly nodePorts: PortRange;
  /** The address of the API server that the cluster knows. */
  readonly address: string;
}

/** Where a cluster's data and logs are. */
export interface Folders {
  readonly folder: string;
  readonly logs: string;
}

/** A control plane that runs, with kwok, which plays kubelets. */
export interface ControlPlane {
  readonly api: Api;
  /** With the rights of an administrator. */
  readonly kubeconfig: string;
  readonly programs: readonly Program[];
}

/** The context of the kubeconfig. */
export const contextName = 'rehearsal';

/** Ports are free when they are looked for, and seldom taken before a program has them. */
const attempts = 3;

/**
 * Starts etcd, API server, controller manager, scheduler and kwok, with the settings that Talos gives them.
 * `started` gets each program as soon as it runs, so that it can be stopped whatever happens.
 */
export async function startControlPlane(
  options: ControlPlaneOptions,
  { folder, logs }: Folders,
  started: (program: Program) => void,
): Promise<ControlPlane> {
  for (let attempt = 1; ; attempt++) {
    const programs: Program[] = [];
    const start = (name: string, args: readonly string[]) => {
      const program = startProgram({ name, file: judges().controlPlane, args: [name, ...args], folder, logs });
      programs.push(program);
      started(program);
    };
    try {
      const { api, kubeconfig } = await startAll(options, folder, start, programs);
      return { api, kubeconfig, programs };
    } catch (error) {
      const taken = programs.some((program) => program.log().includes('address already in use'));
      if (!taken || attempt === attempts) throw error;
      await Promise.all(programs.map((program) => program.stop()));
    }
  }
}

async function startAll(
  { pods, services, nodePorts, address }: ControlPlaneOptions,
  folder: string,
  start: (name: string, args: readonly string[]) => void,
  programs: readonly Program[],
) {
  const [client = 0, peer = 0, secure = 0] = await freePorts(3);
  const file = (name: string) => join(folder, name);
  const token = randomBytes(24).toString('hex');
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(file('service-accounts.key'), key.privateKey.export({ type: 'sec1', format: 'pem' }));
  writeFileSync(file('service-accounts.pub'), key.publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(file('tokens.csv'), `${token},administrator,administrator,system:masters\n`);
  writeFileSync(file('admission.json'), JSON.stringify(talosAdmission));
  const etcd = `http://${loopback}:${client}`;
  const etcdPeer = `http://${loopback}:${peer}`;
  start('etcd', [
    `--data-dir=${file('etcd')}`,
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    `--listen-peer-urls=${etcdPeer}`,
    `--initial-advertise-peer-urls=${etcdPeer}`,
    `--initial-cluster=default=${etcdPeer}`,
    '--unsafe-no-fsync=true',
    '--log-level=warn',
  ]);
  start('kube-apiserver', [
    `--etcd-servers=${etcd}`,
    `--bind-address=${loopback}`,
    `--secure-port=${secure}`,
    `--advertise-address=${address}`,
    `--cert-dir=${file('certificates')}`,
    `--token-auth-file=${file('tokens.csv')}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    `--admission-control-config-file=${file('admission.json')}`,
    '--allow-privileged=true',
    `--service-cluster-ip-range=${services}`,
    `--service-node-port-range=${nodePorts.min}-${nodePorts.max}`,
    `--service-account-issuer=https://${address}:6443`,
    `--service-account-key-file=${file('service-accounts.pub')}`,
    `--service-account-signing-key-file=${file('service-accounts.key')}`,
  ]);
  const check = () => {
    for (const program of programs) program.check();
  };
  const certificate = await waitFor(
    "the API server's certificate",
    async () => readFileSync(file('certificates/apiserver.crt'), 'utf8'),
    (text) => text.trimEnd().endsWith('-----END CERTIFICATE-----'),
    { check },
  );
  const api = new Api(secure, token, certificate);
  await waitFor(
    'the API server',
    () => api.text('/readyz'),
    (text) => text === 'ok',
    { check },
  );
  const kubeconfig = file('kubeconfig');
  writeFileSync(kubeconfig, JSON.stringify(kubeconfigOf(secure, token, file('certificates/apiserver.crt'))));
  start('kube-controller-manager', [
    `--kubeconfig=${kubeconfig}`,
    '--secure-port=0',
    '--leader-elect=false',
    '--allocate-node-cidrs=true',
    `--cluster-cidr=${pods}`,
    `--service-cluster-ip-range=${services}`,
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${file('service-accounts.key')}`,
    `--root-ca-file=${file('certificates/apiserver.crt')}`,
  ]);
  start('kube-scheduler', [`--kubeconfig=${kubeconfig}`, '--secure-port=0', '--leader-elect=false']);
  // Without leases nodes would be taken for lost.
  const stages = judges().stages.map((path) => `--config=${path}`);
  start('kwok', [`--kubeconfig=${kubeconfig}`, '--manage-all-nodes=true', '--node-lease-duration-seconds=40', ...stages]);
  return { api, kubeconfig };
}

/** A kubeconfig is YAML, which JSON is too. */
function kubeconfigOf(port: number, token: string, certificate: string) {
  const name = contextName;
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: `https://${loopback}:${port}`, 'certificate-authority': certificate } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
}
