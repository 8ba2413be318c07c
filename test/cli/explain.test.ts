import { demo, folder, ichor } from './support/ichor';
import { contradictions } from './support/schema';

const workload = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { namespace: apps, name: ${name} }
spec: { selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: main, image: a }] } } }
`;
const policy = (item: string) => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  namespace: apps
  name: db
spec:
  endpointSelector: { matchLabels: { app: db } }
  ingress:
    - ${item}
`;
const opened = 'fromEndpoints: [{ matchLabels: { app: web } }]';
const files = { 'live/web.yaml': workload('web'), 'live/db.yaml': workload('db'), 'live/policies/db.yaml': policy(opened) };

describe('explain on a folder', () => {
  test('says whether one reaches the other, by which rule and where it stands', async () => {
    expect(await ichor(folder(files), 'explain web apps/db:5432 --in live')).toEqual({
      code: 0,
      stdout: [
        'apps/web -> apps/db TCP 5432: ALLOWED',
        '  egress of apps/web: allowed: no policy selects it for egress: open',
        '  ingress of apps/db: allowed: a rule allows it',
        '    CiliumNetworkPolicy apps/db spec.ingress[0]  live/policies/db.yaml:9:7',
        '      from pods with app=web in apps: every port',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  test('a denial is an answer, too', async () => {
    const { code, stdout } = await ichor(folder(files), 'explain 192.0.2.1 db:5432 --in live');
    expect([code, stdout.split('\n')[0]]).toEqual([0, '192.0.2.1 -> apps/db TCP 5432: DENIED']);
  });

  test('a policy that is refused is a failure, beside the answer', async () => {
    const directory = folder({ ...files, 'live/policies/db.yaml': policy('toPort: []') });
    const { code, stdout, stderr } = await ichor(directory, 'explain web db --in live');
    expect([code, stdout.split('\n')[0]]).toEqual([1, 'apps/web -> apps/db: everything']);
    expect(stderr).toContain("POL002  live/policies/db.yaml:9:7  spec.ingress[0].toPort: CiliumNetworkPolicy 'apps/db': ");
    expect(stdout).toContain('    not enforced: CiliumNetworkPolicy ');
  });

  test('a name that is nobody, and a path that leads nowhere', async () => {
    const directory = folder(files);
    const [nobody, nowhere] = await Promise.all([
      ichor(directory, 'explain wep db --in live'),
      ichor(directory, 'explain web db --in lives'),
    ]);
    expect(nobody).toEqual({ code: 1, stdout: '', stderr: "ASK001  FROM  nothing is called 'wep'; write 'web'\n1 error\n" });
    expect(nowhere).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^INP008 {2}lives/) });
  });

  test('as JSON that its schema knows, with and without an answer', async () => {
    const directory = folder(files);
    const runs = await Promise.all(
      ['web db:5432', 'web bd:x:y'].map((ends) => ichor(directory, `explain ${ends} --in live --cluster home --output json`)),
    );
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [1, ''],
    ]);
    const outputs = runs.map(({ stdout }) => JSON.parse(stdout));
    expect(outputs.flatMap((output) => contradictions('explain.schema.json', output))).toEqual([]);
    expect(outputs).toMatchObject([
      { schema: 'ichor/explain/v1', cluster: 'home', verdict: 'allowed', findings: [] },
      { cluster: 'home', findings: [{ id: 'ASK001' }] },
    ]);
  });
});

describe('explain on definitions', () => {
  const cluster = (name: string, network = "cilium({ version: '1.20.2' })") => ({
    [`clusters/${name}.ts`]: `import { allow, cilium, defineCluster, deployment, docker, flannel, namespace } from 'ichor';
const apps = namespace('apps');
const db = deployment(apps, 'db', { image: 'postgres:17.6', ports: { sql: { port: 5432, name: 'sql' } } });
const web = deployment(apps, 'web', { image: 'nginx:1.29.1', ports: { http: 80 } });
export const unused = [allow, cilium, flannel];
export default defineCluster({
  name: '${name}',
  versions: { talos: '1.13.9', kubernetes: '1.36.3' },
  platform: docker({ provider: 'colima', memory: '4GiB' }),
  network: ${network},
  workloads: [db, web],
  flows: [allow(web, db)],
  policies: 'enforce',
});
`,
  });

  test('asks the only one, and gives the flow that would open', async () => {
    const directory = folder(cluster('home'));
    const [open, closed] = await Promise.all([ichor(directory, 'explain web home:apps/db:sql'), ichor(directory, 'explain db web:80')]);
    expect(open).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^apps\/web -> apps\/db TCP 5432: ALLOWED\n/) });
    expect(open?.stdout).toContain('  dist/home/kubernetes/30-policies/CiliumNetworkPolicy-db.apps.yaml');
    expect(closed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/: DENIED\n.*\n {2}to open it, declare the flow\n {4}allow\(db, web\)\n$/s),
    });
  });

  test('knows the roles of the definition, coming in and going out', async () => {
    const directory = folder(demo());
    const { code, stdout, stderr } = await ichor(directory, 'explain laptop web:8080');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('laptop (10.5.0.1/32) -> apps/web TCP 8080: ALLOWED\n');
    const { stderr: unknown } = await ichor(directory, 'explain web laptop');
    expect(unknown).toContain("ASK001  TO  nothing is called 'laptop'");
  });

  test('of several the one that is named, by flag or in front of an end', async () => {
    const directory = folder({ ...cluster('home'), ...cluster('away') });
    const [none, flag, prefix] = await Promise.all(
      ['web db --cluster home', 'web home:apps/db', 'web db'].reverse().map((args) => ichor(directory, `explain ${args}`)),
    );
    expect(none).toEqual({
      code: 1,
      stdout: '',
      stderr: 'ASK002  clusters  there are several clusters; write --cluster with one of away, home\n1 error\n',
    });
    for (const run of [flag, prefix])
      expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/^apps\/web -> apps\/db: TCP 5432\n/) });
  });

  test('errors of the definition come first, and without Cilium nothing is enforced', async () => {
    const broken = folder({ 'clusters/demo.ts': demo()['clusters/demo.ts']?.replace("'4GiB'", "'4 gigs'") ?? '' });
    const [error, plain] = await Promise.all([
      ichor(broken, 'explain web world'),
      ichor(folder(cluster('home', 'flannel()')), 'explain web db'),
    ]);
    expect(error).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^PLT001 {2}clusters\/demo.ts/) });
    expect(plain).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^ASK004 {2}clusters\/home.ts {2}'home' runs no Cilium/),
    });
  });
});

test('its help teaches, with two examples', async () => {
  const { code, stdout } = await ichor(folder(), 'explain --help');
  expect(code).toBe(0);
  expect(stdout.match(/^ {2}ichor explain /gm)).toHaveLength(2);
});
