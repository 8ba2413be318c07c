import { type Finding, finding, hasErrors, inDocument, sortFindings } from '../lib/base';
import { clusterFiles, clustersFolder } from '../lib/input';
import { defaultProfile, readWorld } from '../lib/policy';
import { type AskedWorld, Explainer, furtherPeers, parsePeer, peersNamed, portsAsked } from '../lib/policy/explain';
import { explanationJson, explanationText, findingsText } from '../lib/report';
import { located, synthesizeAll } from '../main';
import type { Synthesis } from '../synthesize';
import type { ExplainFlags } from './main';
import type { Terminal } from './terminal';
import { treeAt } from './trees';

/** The world that is asked about, or what is wrong with it. */
interface Asked {
  readonly world?: AskedWorld;
  readonly roles?: Synthesis['roles'];
  readonly cluster?: string;
  readonly findings: readonly Finding[];
}

/** `ichor explain`: whether one end reaches the other, by which rules, and what would change it. */
export async function explain(from: string, to: string, flags: ExplainFlags, terminal: Terminal): Promise<void> {
  const asked =
    flags.in === undefined ? await ofDefinition([from, to], flags, terminal) : await ofFolder([from, to], flags.in, flags, terminal);
  const answer = asked.world === undefined ? { findings: [] } : answered(from, to, asked.world, asked, flags.in === undefined);
  const findings = sortFindings([...asked.findings, ...answer.findings]);
  if (flags.output === 'json') terminal.out(explanationJson(answer.explanation, findings, asked.cluster));
  else {
    terminal.err(findingsText(findings, terminal.errColours));
    if (answer.explanation !== undefined) terminal.out(explanationText(answer.explanation, terminal.outColours));
  }
  if (hasErrors(findings)) terminal.exit(1);
}

function answered(from: string, to: string, world: AskedWorld, { cluster, roles }: Asked, definition: boolean) {
  const named = (text: string, file: string, known: ReadonlyMap<string, string> | undefined) =>
    peersNamed(text, world, {
      ...(cluster === undefined ? {} : { cluster }),
      ...(known === undefined ? {} : { roles: known }),
      at: inDocument(file),
    });
  const [client, server] = [named(from, 'FROM', roles?.from), named(to, 'TO', roles?.to)];
  const findings = [...client.findings, ...server.findings];
  if (client.peer === undefined || server.peer === undefined) return { findings };
  const asked = server.port === undefined ? undefined : portsAsked(server.port, server.peer, world, inDocument('TO'));
  if (asked !== undefined && asked.findings.length > 0) return { findings: asked.findings };
  const question = { client: client.peer, server: server.peer, ...(asked === undefined ? {} : { ports: asked.ports }) };
  return { findings, explanation: new Explainer(world, { definition }).explain(question) };
}

async function ofFolder(peers: readonly string[], path: string, flags: ExplainFlags, { directory }: Terminal): Promise<Asked> {
  const { tree, findings } = await treeAt(directory, path);
  if (tree === undefined) return { findings };
  const cluster = clusterOf(peers, flags);
  const profile = { ...(tree.options?.profile ?? defaultProfile), ...(cluster === undefined ? {} : { clusterName: cluster }) };
  const world = readWorld(tree.objects, { ...tree.options, profile, subjects: true, ...furtherPeers(peers) });
  return { world, findings: [...findings, ...world.findings], ...(cluster === undefined ? {} : { cluster }) };
}

async function ofDefinition(peers: readonly string[], flags: ExplainFlags, { directory }: Terminal): Promise<Asked> {
  const all = clusterFiles(directory);
  const name = clusterOf(peers, flags) ?? (all.length === 1 ? all[0] : undefined);
  if (name === undefined && all.length > 0) {
    const repair = `write --cluster with one of ${all.join(', ')}`;
    return { findings: [finding('ASK002', inDocument(clustersFolder), 'there are several clusters', { repair })] };
  }
  const { syntheses, findings } = await synthesizeAll({ directory, names: name === undefined ? [] : [name] });
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [synthesis] = syntheses;
  if (errors.length > 0 || synthesis === undefined) return { findings: errors };
  const { connectivity, product, roles } = synthesis;
  if (connectivity === undefined) {
    const message = `'${product.cluster}' runs no Cilium, and so enforces no policy: everybody reaches everybody`;
    return {
      findings: [
        finding('ASK004', inDocument(`${clustersFolder}/${product.cluster}.ts`), message, { repair: 'write network: cilium({ … })' }),
      ],
    };
  }
  const sources = await located(product, connectivity.sources);
  const world = readWorld(sources, { ...connectivity.options, ...furtherPeers(peers) });
  return { world, ...(roles === undefined ? {} : { roles }), cluster: product.cluster, findings: [] };
}

/** The cluster that is named, by flag or in front of an end. */
function clusterOf(peers: readonly string[], flags: ExplainFlags): string | undefined {
  return flags.cluster ?? peers.flatMap((peer) => parsePeer(peer).cluster ?? [])[0];
}
