import { folder, node, repository, write } from '../cli/support/ichor';

/** A library of somebody else's, with a construct of its own, which reaches into cdk8s besides. */
const library = `
const { ApiObject } = require('cdk8s');
const inner = require('cdk8s/lib/api-object');
const { Construct } = require('constructs');
exports.Greeting = class extends Construct {
  constructor(scope, id) {
    super(scope, id);
    if (inner.ApiObject !== ApiObject) throw new Error('another cdk8s inside of it');
    new ApiObject(this, 'greeting', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'greeting' }, data: { hello: 'world' } });
  }
};
`;

const definition = `
import { ApiObject } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import { cilium, construct, defineCluster, docker, namespace } from 'ichor';
const { Greeting } = require('greetings');

const apps = namespace('apps');
const labels = { app: 'web' };
const web = construct(apps, 'web', { ports: { http: 8080 } }, (scope) => {
  new Greeting(scope, 'greeting');
  new ConfigMap(scope, 'settings', { metadata: { name: 'settings' }, data: { colour: 'green' } });
  const containers = [{ name: 'web', image: 'web:1.0.0', ports: [{ containerPort: 8080 }] }];
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
  new ApiObject(scope, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'apps' }, spec });
});

export default defineCluster({
  name: 'demo',
  versions: { talos: '1.13.9', kubernetes: '1.36.3' },
  platform: docker({ provider: 'engine', memory: '4GiB' }),
  network: cilium({ version: '1.20.2' }),
  workloads: [web],
});
`;

/** Runs `ichor`, and says which files of cdk8s and constructs Node.js loaded by itself. */
const watched = `
process.on('exit', () => {
  const own = Object.keys(require.cache).filter((path) => /node_modules.(cdk8s|cdk8s-plus-28|constructs).lib/.test(path));
  console.log(JSON.stringify(own.map((path) => path.replace(/.*node_modules./, '').replaceAll('\\\\', '/'))));
});
require(${JSON.stringify(`${repository}/ichor`)});
`;

const files = { 'clusters/demo.ts': definition, 'clusters/node_modules/greetings/index.js': library, 'watched.js': watched };
const synth = (directory: string) => node(directory, ['watched.js', 'synth']);

test("a definition's own packages and cdk8s-plus-28 get the one copy of cdk8s that the emitter has", async () => {
  // GIVEN
  const directory = folder(files);
  // WHEN
  const first = await synth(directory);
  const again = await synth(directory);
  // THEN
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('+ dist/demo/kubernetes/40-workloads/ConfigMap-greeting.apps.yaml\n');
  expect(first.stdout).toContain('+ dist/demo/kubernetes/40-workloads/ConfigMap-settings.apps.yaml\n');
  // The one file that asks where it stands.
  expect(first.stdout.trimEnd().split('\n').at(-1)).toBe('["cdk8s/lib/yaml.js"]');
  expect(again).toMatchObject({ code: 0, stderr: '' });
});

test('where a package is broken, it is that package which fails', async () => {
  // GIVEN
  const directory = folder({ ...files, 'clusters/node_modules/greetings/index.js': "exports.Greeting = require('nowhere');\n" });
  // WHEN
  const { code, stderr } = await synth(directory);
  // THEN
  expect(code).toBe(1);
  expect(stderr).toMatch(/^DEF007 .*Cannot find module 'nowhere'/s);
});

test('a definition is taken from the cache until it, or what it imports, has changed', async () => {
  // GIVEN
  const directory = folder(files);
  await synth(directory);
  // WHEN
  write(directory, { 'clusters/demo.ts': definition.replace("colour: 'green'", "colour: 'blue'") });
  // THEN
  expect((await synth(directory)).stdout).toContain('~ dist/demo/kubernetes/40-workloads/ConfigMap-settings.apps.yaml\n');
});
