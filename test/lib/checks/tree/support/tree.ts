import { describePlace, type Finding, inDocument } from '../../../../../lib/base';
import { checkTree, type TreeCheck } from '../../../../../lib/checks/tree';
import { parseDocuments, type Reading } from '../../../../../lib/input';

/** The files of a repository, by their paths. */
export type Files = Readonly<Record<string, string>>;

/** What reading these files gives, in the order of their paths. */
export async function readingOf(files: Files): Promise<Reading> {
  const readings = await Promise.all(
    Object.keys(files)
      .sort()
      .map((path) =>
        parseDocuments(files[path] as string, path, { lenient: true, templates: true, operations: true, callsOf: ['helm', 'talosctl'] }),
      ),
  );
  return { documents: readings.flatMap(({ documents }) => documents), findings: readings.flatMap(({ findings }) => findings) };
}

/** What is found in these files; an `ichor.yaml` at the top accepts. */
export async function checked(files: Files, valuesFiles: readonly string[] = []): Promise<TreeCheck> {
  const reading = await readingOf(files);
  const accepting = reading.documents.find(({ at }) => at.file === 'ichor.yaml');
  return checkTree(reading, { at: inDocument('.'), valuesFiles, accepting });
}

/** `ID file:line:column path`, for what was found. */
export function found({ findings }: TreeCheck): string[] {
  return findings.filter(({ status }) => status === 'found').map(line);
}

/** Why rules of these ids couldn't decide. */
export function undecided({ findings }: TreeCheck, ...ids: readonly string[]): string[] {
  return findings
    .filter(({ status, id }) => status === 'undecided' && ids.includes(id))
    .map(({ id, message }) => `${id} ${message.split(': not decided, ')[1]}`);
}

function line({ id, at }: Finding): string {
  const { file, inside } = describePlace(at);
  return `${id} ${file} ${inside}`.trimEnd();
}

/** Helm values of Cilium with which nothing is wrong on Talos. */
export const goodValues = `kubeProxyReplacement: true
k8sServiceHost: localhost
k8sServicePort: 7445
rollOutCiliumPods: true
ipam: { mode: kubernetes }
bpf: { masquerade: true, hostLegacyRouting: true }
cgroup: { autoMount: { enabled: false }, hostRoot: /sys/fs/cgroup }
operator: { replicas: 1, rollOutPods: true }
envoy: { rollOutPods: true }
hubble: { tls: { auto: { method: cronJob } } }
cluster: { name: home }
securityContext:
  capabilities:
    ciliumAgent: [CHOWN, KILL, NET_ADMIN, NET_RAW, IPC_LOCK, SYS_ADMIN, SYS_RESOURCE, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
    cleanCiliumState: [NET_ADMIN, SYS_ADMIN, SYS_RESOURCE]
`;

/** The text, with each line that many spaces further in. */
export function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}

/** A HelmRelease of Cilium with these values. */
export function helmRelease(values: string, more = ''): string {
  return `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cilium, namespace: kube-system }
spec:
  chart: { spec: { chart: cilium, version: 1.20.2 } }
${more}  values:
${indented(values, 4)}`;
}

/** What a machine config of a control plane has to say beside Cilium. */
export const goodTalos = `machine:
  features:
    kubePrism: { enabled: true, port: 7445 }
cluster:
  allowSchedulingOnControlPlanes: true
  network: { cni: { name: none }, podSubnets: [10.244.0.0/16], serviceSubnets: [10.96.0.0/12] }
  proxy: { disabled: true }
`;
