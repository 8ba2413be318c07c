import { containersOf, inDocument, type Json, parseAddress, podTemplateOf, valueAt } from '../../base';
import { decide, type Identity, type ReadWorld, type Workload } from '../../policy';
import { leadingPorts } from '../../policy/read/service-ports';
import type { DockerPortFact, PolicyFact } from '../fact';
import type { Breach, Seen } from '../rule';
import { rule } from './define';

/** Apps that Inngest calls by their addresses. */
export const inngestRules = [
  rule('INV077', ['policies', 'policies.whole', 'docker.ports'], ({ policies, 'docker.ports': ports }): Breach[] => {
    const fact = policies.value;
    if (fact === undefined || !fact.sources.some(({ object }) => urlsOf(object).length > 0)) return [];
    return [...fact.world().workloads].flatMap(([workload, identities]) =>
      urlsOf(workload.source.object).flatMap((text) => breachesOf(text, workload, identities, fact, ports)),
    );
  }),
];

interface Target {
  readonly host: string;
  readonly port: number;
}

function breachesOf(
  text: string,
  workload: Workload,
  identities: readonly Identity[],
  fact: PolicyFact,
  ports: Seen<readonly DockerPortFact[]>,
): Breach[] {
  const at = workload.source.at ?? inDocument(workload.key);
  const target = targetOf(text);
  if (target === undefined)
    return [{ at, message: `'${text}' of '${workload.key}' is not a URL that Inngest can call`, repair: "write 'http://HOST:PORT/PATH'" }];
  const world = fact.world();
  const servers = serversOf(target, workload, world);
  const taken = servers.inside ? undefined : (ports.value ?? []).find(({ hostPort }) => hostPort === target.port);
  const twice =
    taken === undefined
      ? []
      : [
          {
            at: taken.at,
            also: [at],
            message: `port ${target.port} of the host is given to the cluster, and '${workload.key}' calls an app at '${text}': where that is this host, only one of them gets the port`,
            repair: 'write another port of the host, or leave out the exposure',
          },
        ];
  const isDenied = identities.some((subject) =>
    servers.list.some(
      ({ identity, port }) =>
        decide({ direction: 'egress', subject, peer: identity, protocol: 'TCP', port }, world).verdict === 'denied' ||
        decide({ direction: 'ingress', subject: identity, peer: subject, protocol: 'TCP', port }, world).verdict === 'denied',
    ),
  );
  if (!isDenied) return twice;
  return [
    ...twice,
    {
      at,
      message: `'${workload.key}' is to call '${text}', which policies deny it: Inngest never learns of that app's functions, and runs none`,
      repair: 'write a flow from it to the app, or leave out the URL where the app connects by itself',
    },
  ];
}

/** The URLs behind `--sdk-url`, and those of its variable. */
function urlsOf(object: Parameters<typeof podTemplateOf>[0]): string[] {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  return containersOf(template).flatMap((container) => {
    const words = [...list(container.command), ...list(container.args)].map(String);
    const behind = words.flatMap((word, i) => {
      if (word.startsWith('--sdk-url=')) return [word.slice('--sdk-url='.length)];
      const next = words[i + 1];
      return word === '--sdk-url' && next !== undefined ? [next] : [];
    });
    const said = list(container.env).find((variable) => valueAt(variable, 'name') === 'INNGEST_SDK_URL');
    const value = valueAt(said, 'value');
    return [...behind, ...(typeof value === 'string' ? value.split(/[\s,]+/).filter((url) => url !== '') : [])];
  });
}

function targetOf(text: string): Target | undefined {
  const [, scheme, host, port] = /^(https?):\/\/(?:[^@/]*@)?([^/:?#]+)(?::(\d+))?(?:[/?#].*)?$/.exec(text) ?? [];
  if (host === undefined) return undefined;
  return { host: host.toLowerCase(), port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port) };
}

interface Servers {
  /** Whether the name is that of a Service. */
  readonly inside: boolean;
  readonly list: readonly { readonly identity: Identity; readonly port: number }[];
}

/** Who is behind the host of a URL, as far as files tell. */
function serversOf({ host, port }: Target, { namespace }: Workload, world: ReadWorld): Servers {
  const address = parseAddress(host);
  if (address !== undefined) return { inside: false, list: outside(world, address).map((identity) => ({ identity, port })) };
  const [name = '', own = namespace, kind = 'svc'] = host.split('.');
  const service = kind === 'svc' ? world.services.find((s) => s.name === name && s.namespace === own) : undefined;
  if (service !== undefined) return { inside: true, list: behind(service, port, world) };
  const isName = host.includes('.') && !host.includes('.svc');
  const named = isName ? world.identities.filter((i) => i.kind === 'fqdn' && i.name.replace(/ over IPv[46]$/, '') === host) : [];
  const rest = isName && named.length === 0 ? world.identities.filter(({ kind: of }) => of === 'world') : [];
  return { inside: !isName, list: [...named, ...rest].map((identity) => ({ identity, port })) };
}

function behind(service: ReadWorld['services'][number], port: number, world: ReadWorld): Servers['list'] {
  return [...world.workloads].flatMap(([workload, identities]) =>
    leadingPorts(workload, [service])
      .filter((leading) => leading.port === port || service.headless)
      .flatMap(({ leadsTo }) => (service.headless ? port : (leadsTo ?? [])))
      .slice(0, 1)
      .flatMap((number) => identities.map((identity) => ({ identity, port: number }))),
  );
}

/** The parts of the outside world in which the address is: the smallest block that rules name, or the rest. */
function outside(world: ReadWorld, { family, value }: NonNullable<ReturnType<typeof parseAddress>>): readonly Identity[] {
  const blocks = world.identities.flatMap((identity) => {
    if (identity.kind !== 'cidr') return [];
    const prefix = identity.labels.map((label) => label.prefix).find((p) => p !== undefined);
    return prefix !== undefined && prefix.family === family && prefix.first <= value && value <= prefix.last ? [{ identity, prefix }] : [];
  });
  const [smallest] = blocks.sort((a, b) => b.prefix.prefix - a.prefix.prefix);
  if (smallest !== undefined) return [smallest.identity];
  return world.identities.filter(({ kind, name }) => kind === 'world' && (!/IPv[46]$/.test(name) || name.endsWith(`IPv${family}`)));
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
