import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { install, isolation, node, offline } from './support/installed';

const tsc = join(__dirname, '..', '..', 'node_modules', 'typescript7', 'bin', 'tsc');
const ichor = 'node_modules/ichor/ichor';

let directory = '';
let files: readonly string[] = [];

beforeAll(async () => {
  ({ directory, files } = await install());
});

describe(`the package, installed, ${isolation}`, () => {
  test('holds what was built and how to start it: no sources, no tests, nothing of this repository', () => {
    const kinds = (pattern: RegExp) => files.filter((file) => pattern.test(file) && !file.endsWith('/'));
    expect(kinds(/^(?!build\/|ichor$|package\.json$|README|LICENSE)/)).toEqual([]);
    expect(kinds(/^build\/.*(?<!\.c?js|\.d\.ts)$/)).toEqual([]);
    expect(kinds(/(^|\/)(test|clusters|conformance|bench|tools|dist)\//)).toEqual([]);
    for (const needed of ['ichor', 'build/index.js', 'build/index.d.ts', 'build/cli/main.js', 'build/lib/checks/index.d.ts']) {
      expect(files).toContain(needed);
    }
  });

  test('init, synth, check and synth --check, as a user meets them', async () => {
    // WHEN
    const init = await node(directory, ichor, 'init', 'demo');
    const synth = await node(directory, ichor, 'synth');
    const [check, stale, version] = await Promise.all([
      node(directory, ichor, 'check', '--fail-on', 'warning'),
      node(directory, ichor, 'synth', '--check'),
      node(directory, ichor, '--version'),
    ]);
    // THEN
    expect(init).toMatchObject({ code: 0, stderr: '' });
    expect(init.stdout).toMatch(/^\+ clusters\/demo\.ts\n.*\nNext: npx ichor synth\n {6}npx ichor doctor demo\n$/s);
    expect(synth).toMatchObject({ code: 0, stderr: '' });
    expect(synth.stdout).toContain('+ dist/demo/kubernetes/30-policies/CiliumNetworkPolicy-web.apps.yaml\n');
    expect(check).toEqual({ code: 0, stdout: 'demo: nothing found\n', stderr: '' });
    expect(stale).toMatchObject({ code: 0, stderr: '' });
    const { version: released, peerDependencies } = JSON.parse(readFileSync(join(directory, 'node_modules/ichor/package.json'), 'utf8'));
    expect(version?.stdout).toBe(`${released}\n`);
    const { cdk8s, constructs } = peerDependencies;
    expect(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')).dependencies).toEqual({
      cdk8s,
      constructs,
      ichor: `^${released}`,
    });
  });

  test('what is kept of earlier runs may be damaged, or impossible to keep: the output is the same', async () => {
    // GIVEN
    const cache = join(directory, 'node_modules/.cache/ichor');
    const kept = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(kept.map(({ parentPath }) => parentPath.replace(`${cache}/`, ''))).toEqual(
      expect.arrayContaining(['compiled', 'definitions', 'dependencies']),
    );
    for (const { parentPath, name } of kept) writeFileSync(join(parentPath, name), 'damaged');
    const current = { code: 0, stderr: '' };
    // THEN
    expect(await node(directory, ichor, 'synth', '--check')).toMatchObject(current);
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'no folder');
    expect(await node(directory, ichor, 'synth', '--check')).toMatchObject(current);
    rmSync(cache);
  });

  test('the app line of cdk8s.yaml runs', async () => {
    // GIVEN
    const app = /^app: (.*)$/m.exec(readFileSync(join(directory, 'cdk8s.yaml'), 'utf8'))?.[1] ?? '';
    // THEN
    expect(await offline(directory, 'sh', '-c', app)).toMatchObject({ code: 0, stderr: '' });
  });

  test('types: what init wrote has no faults, a misspelt option and an unknown port have', async () => {
    // GIVEN
    const good = readFileSync(join(directory, 'clusters/demo.ts'), 'utf8');
    const bad = good
      .replace("memory: '4GiB'", "memmory: '4GiB'")
      .replace("allow(client, web.port('http'))", "allow(client, web.port('https'))");
    writeFileSync(join(directory, 'bad.ts'), bad);
    const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--ignoreConfig'];
    // WHEN
    const [project, misspelt] = await Promise.all([
      node(directory, tsc, '-p', '.'),
      node(directory, tsc, ...flags, '--skipLibCheck', 'bad.ts'),
    ]);
    rmSync(join(directory, 'bad.ts'));
    // THEN
    expect(project).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(misspelt?.code).not.toBe(0);
    expect(misspelt?.stdout.split('\n').filter((line) => line.startsWith('bad.ts'))).toEqual([
      expect.stringContaining(
        "error TS2561: Object literal may only specify known properties, but 'memmory' does not exist in type 'DockerOptions'.",
      ),
      expect.stringContaining(`error TS2345: Argument of type '"https"' is not assignable to parameter of type '"http"'.`),
    ]);
  });

  test('the documented entries resolve, and nothing else', async () => {
    // GIVEN
    const entries = ['ichor', 'ichor/policy', 'ichor/checks', 'ichor/testing'];
    const others = ['ichor/lib/base', 'ichor/build/lib/base/index.js', 'ichor/cli/main', 'ichor/index', 'ichor/package.json'];
    const script = `
      const tried = (id) => { try { return Object.keys(require(id)).length > 0 ? 'there' : 'empty'; } catch (error) { return error.code; } };
      console.log(JSON.stringify(${JSON.stringify([...entries, ...others])}.map(tried)));`;
    // WHEN
    const { stdout } = await node(directory, '-e', script);
    // THEN
    expect(JSON.parse(stdout)).toEqual([...entries.map(() => 'there'), ...others.map(() => 'ERR_PACKAGE_PATH_NOT_EXPORTED')]);
  });
});

describe('the definitions of a user', () => {
  test('bring rules of their own from ichor/checks, and constructs of their own cdk8s', async () => {
    // GIVEN
    const user = join(directory, 'clusters', 'own.ts');
    mkdirSync(dirname(user), { recursive: true });
    writeFileSync(
      user,
      `import { ApiObject, App } from 'cdk8s';
import { cilium, construct, defineCluster, docker, namespace } from 'ichor';
import { defineRule } from 'ichor/checks';

const apps = namespace('apps');
const labels = { app: 'web' };
const web = construct(apps, 'web', { ports: { http: 8080 } }, (scope) => {
  if (!(scope.node.root instanceof App)) throw new Error('another cdk8s');
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1.0.0', ports: [{ containerPort: 8080 }] }] } } };
  new ApiObject(scope, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'apps' }, spec });
});
const roomy = defineRule({
  id: 'OWN001', title: 'room to grow', severity: 'warning', needs: ['budget'],
  check: ({ budget }) => [{ at: budget.at, message: 'the node is small', repair: "write '8GiB'" }],
});

export default defineCluster({
  name: 'own',
  versions: { talos: '1.13.9', kubernetes: '1.36.3' },
  platform: docker({ provider: 'engine', memory: '4GiB' }),
  network: cilium({ version: '1.20.2' }),
  workloads: [web],
  rules: [roomy],
});
`,
    );
    // WHEN
    const [synth, types] = await Promise.all([node(directory, ichor, 'synth', 'own'), node(directory, tsc, '-p', '.')]);
    // THEN
    expect(readdirSync(join(directory, 'node_modules'))).not.toContain('cdk8s-plus-28');
    expect(types).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(synth).toMatchObject({
      code: 0,
      stderr: "OWN001  clusters/own.ts  platform.memory: the node is small; write '8GiB'\n1 warning\n",
    });
    expect(synth?.stdout).toContain('+ dist/own/kubernetes/40-workloads/Deployment-web.apps.yaml\n');
  });
});
