import { compareText } from '../base';
import type { End, OpenPods, Reach, WhoReachesWhom } from '../checks';
import { code, plural, prose } from './markdown';
import { flowchart } from './mermaid';

/** Beyond so many workloads the page speaks of namespaces. */
const most = 200;

/**
 * Who reaches whom, as a Markdown page for whoever reviews a change: whether it is enforced, a picture, the connections with
 * what declares them, who is open, and what the host and CoreDNS have to do with it.
 *
 * @param seal what the page was made of; it stands in a comment at the end
 */
export function connectivityReport(of: WhoReachesWhom, seal?: string): string {
  const workloads = new Set(of.reaches.flatMap(({ from, to }) => [from, to]).flatMap((end) => (end.kind === 'pods' ? [end.name] : [])));
  const isGrouped = workloads.size > most;
  const reaches = isGrouped ? byNamespace(of.reaches) : of.reaches;
  const open = new Set(of.open.map(({ name }) => name));
  return [
    `# Who reaches whom in ${prose(of.cluster)}`,
    '',
    ...standing(of),
    '',
    ...(reaches.length === 0
      ? ['The definition declares no flow.', '']
      : [...flowchart(reaches, open), '', ...table(reaches, isGrouped), '']),
    ...section(
      'Ways in',
      of.waysIn.map(({ at, through, to }) => `${code(at)} leads to ${code(to)}, through ${prose(through)}.`),
    ),
    ...section('Open', openLines(of, isGrouped)),
    ...section('Host and infrastructure', infrastructure(of)),
    ...section('Notes', of.notes.map(prose)),
    ...(seal === undefined ? [] : [`<!-- ${seal} -->`, '']),
  ].join('\n');
}

function standing({ hasPolicies, stages, cluster, unread = [] }: WhoReachesWhom): string[] {
  const { observe, off } = stages;
  const doubtful = new Set(unread.flatMap(({ workloads }) => workloads));
  const enforce = stages.enforce.filter((key) => !doubtful.has(key));
  if (!hasPolicies)
    return [
      `**Nobody enforces this.** Flannel knows no policies: in ${prose(cluster)} everybody reaches everybody. What stands here is declared, no more.`,
    ];
  if (stages.enforce.length + observe.length + off.length + doubtful.size === 0)
    return ['**Nothing is isolated**: the definition has no workload of its own.'];
  const all = observe.length + off.length + doubtful.size === 0;
  return [
    ...unread
      .filter(({ workloads }) => workloads.length > 0)
      .map(
        ({ policy, workloads }) =>
          `**Not known**: ${names(workloads)}. ${prose(policy)} may be about ${workloads.length === 1 ? 'it' : 'them'}: it comes before or after all other policies, and isn't worked out here, so that nothing on this page is certain of ${workloads.length === 1 ? 'it' : 'them'}.`,
      ),
    ...(observe.length === 0
      ? []
      : [
          `**Observed, not enforced**: ${names(observe)}. Policies are there and deny nothing yet: everybody reaches ${observe.length === 1 ? 'it' : 'them'}.`,
        ]),
    ...(off.length === 0 ? [] : [`**No policies**: ${names(off)}. Everybody reaches ${off.length === 1 ? 'it' : 'them'}.`]),
    ...(enforce.length === 0
      ? []
      : [
          `**Enforced**: ${names(enforce)}. To and from ${enforce.length === 1 ? 'it' : 'them'}, ${all ? 'what is not on this page is denied' : 'what is not on this page is denied, unless the other end is one of those above'}.`,
        ]),
  ].flatMap((line, i) => (i === 0 ? [line] : ['', line]));
}

function names(keys: readonly string[]): string {
  return keys.length > 12 ? `${keys.length} workloads` : keys.map(code).join(', ');
}

function table(reaches: readonly Reach[], isGrouped: boolean): string[] {
  const hasLimits = reaches.some(({ through }) => through.length > 0);
  const cells = (list: readonly string[]) => `| ${list.join(' | ')} |`;
  const heads = ['From', 'To', 'Ports', ...(hasLimits ? ['Only'] : []), 'Because'];
  return [
    cells(heads),
    cells(heads.map(() => '---')),
    ...reaches.map(({ from, to, ports, through, declared, policies }) => {
      const because = [
        ...(declared.length === 0 ? [] : [isGrouped ? plural(declared.length, 'flow') : declared.map(code).join(', ')]),
        ...(policies.length === 0 ? [] : [isGrouped ? plural(policies.length, 'policy', 'policies') : policies.map(prose).join(', ')]),
      ];
      return cells([endText(from), endText(to), prose(ports), ...(hasLimits ? [through.map(code).join('<br>')] : []), because.join('; ')]);
    }),
  ];
}

function endText({ name, where }: End): string {
  return where === undefined ? prose(name) : `${prose(name)} (${prose(where)})`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines.map((line) => `- ${line}`), ''];
}

function openLines({ open, closedNamespaces, hasPolicies }: WhoReachesWhom, isGrouped: boolean): string[] {
  if (!hasPolicies) return [];
  const both = open.filter(({ directions, onNode }) => directions.length === 2 && !onNode);
  const one = open.filter(({ directions, onNode }) => directions.length === 1 && !onNode);
  const nodes = open.filter(({ onNode }) => onNode);
  const list = (pods: readonly OpenPods[]) => (isGrouped ? `${pods.length} workloads` : pods.map(({ name }) => code(name)).join(', '));
  const sentence = (pods: readonly OpenPods[], text: string) => (pods.length === 0 ? [] : [`${list(pods)}: ${text}`]);
  const except =
    closedNamespaces.length === 0
      ? ''
      : `, but for the closed ${closedNamespaces.length === 1 ? 'namespace' : 'namespaces'} ${closedNamespaces.map(code).join(', ')}`;
  return [
    ...sentence(both, `no policy isolates ${both.length === 1 ? 'it' : 'them'}, in either direction.`),
    ...sentence(
      one.filter(({ directions }) => directions[0] === 'ingress'),
      'open to everybody who comes; what goes out is isolated.',
    ),
    ...sentence(
      one.filter(({ directions }) => directions[0] === 'egress'),
      'open towards everybody; what comes in is isolated.',
    ),
    ...sentence(nodes, 'in the network of the node, where policies of pods bind nobody.'),
    `Pods that are not on this page are open too, unless a policy from elsewhere isolates them${except}.`,
  ];
}

function infrastructure({ nodeReachesPods, published, dns, gateways, hasPolicies }: WhoReachesWhom): string[] {
  const limited = dns.filter(({ names: of }) => of.length > 0);
  const free = dns.filter(({ names: of }) => of.length === 0);
  return [
    ...(published === undefined
      ? []
      : [
          `${prose(published.role)} is whoever comes through a published port of the Docker host: all of them arrive as ${code(published.address)}.`,
        ]),
    ...(gateways.length < 2
      ? []
      : [`To policies the gateways ${names(gateways)} are one: whoever may connect to one of them on a port may to all on that port.`]),
    ...(nodeReachesPods
      ? [
          "The node reaches its own pods on every port, whatever policies say. The kubelet's probes need it; so can all that runs in the network of the host.",
        ]
      : []),
    ...(!hasPolicies || free.length === 0 ? [] : [`${names(free.map(({ name }) => name))} may ask CoreDNS, on TCP and UDP 53.`]),
    ...limited.map(({ name, names: of }) => `${code(name)} may ask CoreDNS for ${of.map(code).join(', ')}, on TCP and UDP 53.`),
  ];
}

/** The connections between namespaces, and between them and everybody outside. */
function byNamespace(reaches: readonly Reach[]): Reach[] {
  const wide = (end: End): End => (end.namespace === '' ? end : { kind: 'namespace', name: end.namespace, namespace: end.namespace });
  const groups = new Map<string, Reach[]>();
  for (const reach of reaches) {
    const key = JSON.stringify([wide(reach.from), wide(reach.to)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reach]);
    else group.push(reach);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Reach];
    const distinct = (texts: readonly string[]) => [...new Set(texts)].sort(compareText);
    const ports = distinct(group.map((reach) => reach.ports));
    return {
      from: wide(first.from),
      to: wide(first.to),
      ports: ports.length > 4 ? `${ports.length} sets of ports` : ports.join(', '),
      through: group.some(({ through }) => through.length > 0) ? ['some of it through a proxy'] : [],
      declared: distinct(group.flatMap(({ declared }) => declared)),
      policies: distinct(group.flatMap(({ policies }) => policies)),
    };
  });
}
