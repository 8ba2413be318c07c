import { controlPlanes, docker, flannel } from 'ichor';
import { filesOf } from 'ichor/testing';
import { laptop } from '../../clusters/shared/joelclaw';
import { variant } from '../support/joelclaw';

const script = (changes: Parameters<typeof variant>[0]) => filesOf(variant(changes)).get('joelclaw/talos/create.sh');
const command = (changes: Parameters<typeof variant>[0]) => script(changes)?.split('exec ')[1];

test('the create line holds everything that belongs to the container', () => {
  expect(command({})).toBe(`talosctl cluster create docker \\
  --name joelclaw \\
  --image ghcr.io/siderolabs/talos:v1.13.9 \\
  --kubernetes-version 1.36.3 \\
  --subnet 10.5.0.0/24 \\
  --workers 0 \\
  --memory-controlplanes 6GiB \\
  --cpus-controlplanes 4.0 \\
  --host-ip 127.0.0.1 \\
  --config-patch-controlplanes @controlplane-patch.yaml \\
  -p 6333:30333/tcp,6334:30334/tcp,6379:30379/tcp,8288:30288/tcp,8289:30289/tcp \\
  "$@"
`);
});

test('it follows the platform', () => {
  const platform = docker({
    host: laptop,
    provider: 'engine',
    memory: '8GiB',
    cpus: 2.5,
    subnet: '10.7.0.0/24',
    hostIp: '192.168.1.7',
    nodes: controlPlanes(1),
  });
  const text = command({ platform, expose: [] });
  expect(text).toContain('--subnet 10.7.0.0/24 \\');
  expect(text).toContain('--memory-controlplanes 8GiB \\');
  expect(text).toContain('--cpus-controlplanes 2.5 \\');
  expect(text).toContain('--host-ip 192.168.1.7 \\');
  expect(text).not.toContain('-p ');
});

test('it says what an older talosctl does without a network, and that NotReady is normal', () => {
  expect(script({})).toContain('# Needs talosctl 1.13.0 or newer. An older one waits up to 20 minutes');
  expect(script({})).toContain('run "talosctl --nodes 10.5.0.2 kubeconfig" in a second terminal');
  expect(script({})).toContain('# Nodes stay NotReady and CoreDNS Pending until Cilium is installed: this is normal.');
  expect(script({ network: flannel() })).not.toContain('Needs talosctl');
});

test('there is none for a cluster whose config an older talosctl generated: a new container would not be like it', () => {
  expect(script({ versions: { talos: '1.14.2', kubernetes: '1.36.3', talosContract: '1.13' } })).toBeUndefined();
});
