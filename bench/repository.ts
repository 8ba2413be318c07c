import { inDocument } from '../lib/base';
import { checkTree } from '../lib/checks/tree';
import { type InputDocument, parseDocuments } from '../lib/input';

const [apps, namespaces, runs] = [1000, 100, 5];

/** The files of a Flux repository with five files for each app, by their paths. */
function files(): Map<string, string> {
  const found = new Map<string, string>();
  for (let i = 0; i < apps; i++) {
    const [app, namespace] = [`app-${i}`, `team-${i % namespaces}`];
    const peer = (step: number) => `app-${(i + apps + step * namespaces) % apps}`;
    const ports = 'toPorts: [{ ports: [{ port: "8080", protocol: TCP }] }]';
    const folder = `apps/${namespace}/${app}`;
    found.set(
      `${folder}/deployment.yaml`,
      `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${app} }
spec:
  selector: { matchLabels: { app: ${app} } }
  template:
    metadata: { labels: { app: ${app} } }
    spec: { containers: [{ name: main, image: "registry.example/${app}:1", ports: [{ name: http, containerPort: 8080 }] }] }
`,
    );
    found.set(
      `${folder}/service.yaml`,
      `apiVersion: v1
kind: Service
metadata: { name: ${app} }
spec: { selector: { app: ${app} }, ports: [{ port: 80, targetPort: http }] }
`,
    );
    found.set(
      `${folder}/policy.yaml`,
      `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: ${app} }
spec:
  endpointSelector: { matchLabels: { app: ${app} } }
  ingress:
    - fromEndpoints: [{ matchLabels: { app: ${peer(1)} } }]
      ${ports}
  egress:
    - toEndpoints: [{ matchLabels: { app: ${peer(-1)} } }]
      ${ports}
    - toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": kube-system, k8s-app: kube-dns } }]
      toPorts: [{ ports: [{ port: "53", protocol: ANY }], rules: { dns: [{ matchPattern: "*" }] } }]
`,
    );
    found.set(
      `${folder}/kustomization.yaml`,
      `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${namespace}
resources: [deployment.yaml, service.yaml, policy.yaml]
`,
    );
    found.set(
      `flux/${app}.yaml`,
      `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${app}, namespace: flux-system }
spec: { path: ./${folder}, interval: 1h, prune: true, sourceRef: { kind: GitRepository, name: home } }
`,
    );
  }
  return found;
}

async function main(): Promise<void> {
  const before = performance.now();
  const documents: InputDocument[] = [];
  for (const [path, text] of files()) documents.push(...(await parseDocuments(text, path, { lenient: true, templates: true })).documents);
  const read = performance.now() - before;
  const times: number[] = [];
  let findings = 0;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    findings = (await checkTree({ documents, findings: [] }, { at: inDocument('.') })).findings.length;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(runs / 2)] as number;
  process.stdout.write(
    `${documents.length} documents: read in ${read.toFixed(0)} ms, checked in ${median.toFixed(0)} ms, ${findings} findings\n`,
  );
}

void main();
