import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redactor, secretsIn } from '../../../lib/run/redact';
import * as fc from '../../support/fast-check';

const key = 'LS0tLS1CRUdJTiBFRDI1NTE5IFBSSVZBVEUgS0VZLS0tLS0KTUM0Q0FRQXdCUVlESzJW';

describe('what holds a secret by its name is left out', () => {
  test.each([
    ['+  token: abcdef', '+  token: (left out)'],
    ['   - secret: abcdef', '   - secret: (left out)'],
    ['"password": "hunter2",', '"password": (left out)'],
    ['-    aescbcEncryptionSecret: YWJj', '-    aescbcEncryptionSecret: (left out)'],
    ['client-key-data: YWJj', 'client-key-data: (left out)'],
    ['privateKey = YWJj', 'privateKey = (left out)'],
    ['talosctl gen --token=abc --force', 'talosctl gen --token=(left out) --force'],
  ])('%s', (line, said) => {
    expect(redactor()(line)).toBe(said);
  });
});

describe('what looks like a secret is left out', () => {
  test.each([
    [`error: unexpected ${key}==, wanted a number`, 'error: unexpected (left out), wanted a number'],
    ['joined with abcdef.0123456789abcdef', 'joined with (left out)'],
    ['Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJlLWlzLWhlcmU', 'Bearer (left out)'],
    ['pulling from https://me:hunter2@mirror.lan/v2', 'pulling from https://(left out)@mirror.lan/v2'],
  ])('%s', (line, said) => {
    expect(redactor()(line)).toBe(said);
  });

  test('a private key of several lines, and nothing behind it', () => {
    const redact = redactor();
    const lines = ['-----BEGIN RSA PRIVATE KEY-----', 'short', '-----END RSA PRIVATE KEY-----', 'done'];
    expect(lines.map(redact)).toEqual(['(left out)', '(left out)', '(left out)', 'done']);
  });
});

describe('what is none is shown', () => {
  test.each([
    'secretName: wildcard',
    'automountServiceAccountToken: false',
    '  secret:',
    'tokenExpirationSeconds: 3607',
    '    - key: node-role.kubernetes.io/control-plane',
    'image: redis@sha256:376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba',
    'reading /usr/share/kubernetes/manifests/controllers/deployment/v1/templates',
    'deployment.apps/api configured (server dry run)',
  ])('%s', (line) => {
    expect(redactor()(line)).toBe(line);
  });
});

test('what is known is never shown, wherever it stands', () => {
  const secret = fc.string({ minLength: 12, maxLength: 60 }).filter((text) => !'(left out)'.includes(text));
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (known, before, after) => {
      expect(redactor([known])(`${before}${known}${after}`)).not.toContain(known);
    }),
  );
});

describe('of files with secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-redact-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('all values are known, but for what is public', () => {
    const file = join(folder, 'secrets.yaml');
    writeFileSync(
      file,
      [
        'cluster:',
        '    id: cluster-id=',
        '    secret: cluster-secret=',
        'secrets:',
        '    bootstraptoken: aaaaaa.bbbbbbbbbbbbbbbb',
        '    secretboxencryptionsecret: "box="',
        'trustdinfo:',
        '    token: cccccc.dddddddddddddddd',
        'certs:',
        '    etcd:',
        '        crt: public',
        '        key: private',
      ].join('\n'),
    );
    expect(secretsIn([file, join(folder, 'absent')])).toEqual([
      'cluster-secret=',
      'aaaaaa.bbbbbbbbbbbbbbbb',
      'box=',
      'cccccc.dddddddddddddddd',
      'private',
    ]);
  });

  test('so are those of a kubeconfig and a talosconfig', () => {
    const kubeconfig = join(folder, 'kubeconfig');
    const talosconfig = join(folder, 'talosconfig');
    writeFileSync(
      kubeconfig,
      'current-context: admin@home\nclusters:\n- cluster:\n    server: https://10.5.0.2:6443\n    certificate-authority-data: public\n  name: home\nusers:\n- name: admin@home\n  user:\n    client-certificate-data: public\n    client-key-data: private\n',
    );
    writeFileSync(
      talosconfig,
      'context: home\ncontexts:\n    home:\n        endpoints:\n            - 10.5.0.2\n        ca: public\n        crt: public\n        key: secret\n',
    );
    expect(secretsIn([kubeconfig, talosconfig])).toEqual(['private', 'secret']);
  });
});
