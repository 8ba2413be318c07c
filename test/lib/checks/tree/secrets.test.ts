import { inDocument } from '../../../../lib/base';
import { checkTree } from '../../../../lib/checks/tree';
import { checked, found, goodTalos, goodValues, helmRelease, readingOf } from './support/tree';

const key = 'LS0tLS1CRUdJTiBFRDI1NTE5IFBSSVZBVEUgS0VZLS0tLS0K';

const bundle = `cluster:
  id: aWQ=
  secret: c2VjcmV0
secrets:
  bootstraptoken: abcdef.0123456789abcdef
trustdinfo:
  token: abcdef.0123456789abcdef
certs:
  etcd:
    crt: Y3J0
    key: ${key}
`;
const talosconfig = `context: home
contexts:
  home:
    endpoints: [10.0.0.1]
    ca: Y2E=
    crt: Y3J0
    key: ${key}
`;
const kubeconfig = `apiVersion: v1
kind: Config
current-context: admin@home
users:
  - name: admin@home
    user:
      client-certificate-data: Y3J0
      client-key-data: ${key}
`;
const machineConfig = `version: v1alpha1
machine:
  type: worker
  token: abcdef.0123456789abcdef
cluster:
  clusterName: home
`;
const secret = (values: string) => `apiVersion: v1
kind: Secret
metadata: { name: db, namespace: apps }
${values}
`;

describe('what lies open is found where it does', () => {
  test.each([
    ['secrets.yaml', bundle, 'SEC001 secrets.yaml:11:5 certs.etcd.key'],
    ['talosconfig', talosconfig, 'SEC002 talosconfig:7:5 contexts.home.key'],
    ['kubeconfig', kubeconfig, 'SEC003 kubeconfig:8:7 users[0].user.client-key-data'],
    ['talos/worker.yaml', machineConfig, 'SEC004 talos/worker.yaml:4:3 machine.token'],
    ['db.yaml', secret('data: { password: aHVudGVyMg== }'), 'SEC005 db.yaml:4:9 data.password'],
    ['db.yaml', secret('stringData:\n  password: hunter2'), 'SEC005 db.yaml:5:3 stringData.password'],
  ])('%s', async (path, text, line) => {
    expect(found(await checked({ [path]: text })).filter((each) => each.startsWith('SEC'))).toEqual([line]);
  });

  test('and told what comes of it, and what to do', async () => {
    const { findings } = await checked({ talosconfig, 'db.yaml': secret('stringData: { password: hunter2 }') });
    expect(findings.filter(({ id }) => id.startsWith('SEC')).map(({ severity, message, repair }) => [severity, message, repair])).toEqual([
      [
        'error',
        'a talosconfig lies here as plain text: who reads it can read, change and reset the nodes',
        'encrypt it with SOPS or age, or keep it where git does not see it, and have secrets made anew that others may have read',
      ],
      [
        'warning',
        'a Secret with its values lies here as plain text: base64 hides nothing',
        'encrypt it with SOPS or age, or keep it where git does not see it, and have secrets made anew that others may have read',
      ],
    ]);
  });

  test('of a document of its own as well', async () => {
    const text = `apiVersion: v1alpha1\nkind: TrustedRootsConfig\nname: mine\nissuing:\n  key: ${key}\n`;
    expect(found(await checked({ 'talos/ca.yaml': text })).filter((each) => each.startsWith('SEC'))).toEqual([
      'SEC004 talos/ca.yaml:5:3 issuing.key',
    ]);
  });
});

describe('nothing is found of', () => {
  const encrypted = 'ENC[AES256_GCM,data:c2VjcmV0,iv:aXY=,tag:dGFn,type:str]';
  test.each([
    ['what SOPS encrypted', 'talsecret.sops.yaml', bundle.replace(/: (c2VjcmV0|abcdef\..*|LS0t.*)$/gm, `: ${encrypted}`)],
    ['what a program fills in', 'db.yaml', secret('stringData: { password: "${PASSWORD}", token: "{{ .token }}" }')],
    ['what stands for a value', 'db.yaml', secret('stringData: { password: <path:kv/db#password> }')],
    ['a Secret without values', 'db.yaml', secret('type: Opaque')],
    ['where a repository is', 'repository.yaml', secret('stringData: { type: git, url: "https://git.lan/home", name: home }')],
    ['a patch of Talos without secrets', 'talos/controlplane.yaml', goodTalos],
    ['a kubeconfig that asks a program', 'kubeconfig', kubeconfig.replace(/client-.*\n.*client-key-data: .*/, 'exec: { command: aws }')],
    ['values of Helm', 'apps/cilium.yaml', helmRelease(goodValues)],
  ])('%s', async (_, path, text) => {
    expect(found(await checked({ [path]: text })).filter((each) => each.startsWith('SEC'))).toEqual([]);
  });

  test('a file that git ignores', async () => {
    const reading = await readingOf({ 'own/secrets.yaml': bundle, 'secrets.yaml': bundle });
    const check = await checkTree(reading, { at: inDocument('.'), ignored: (file) => file.startsWith('own/') });
    expect(found(check).filter((each) => each.startsWith('SEC'))).toEqual(['SEC001 secrets.yaml:11:5 certs.etcd.key']);
  });
});
