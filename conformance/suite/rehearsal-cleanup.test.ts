import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import joelclaw from '../../clusters/joelclaw';
import { emittedBy } from '../rehearsal/emitted';
import { freePorts, loopback } from '../rehearsal/ports';
import { rehearse } from '../rehearsal/rehearse';
import { waitFor } from '../rehearsal/wait';
import { judges } from './support/judges';

const script = (name: string) => join(__dirname, '..', 'rehearsal', name);

/** Starts a program from a process of its own, as a test does; that process and what the program, or it itself, says first. */
async function startedElsewhere(program: string, args: readonly string[]): Promise<{ starter: ChildProcess; pid: number; said: string }> {
  const code = `
    const { spawn } = require('node:child_process');
    const child = spawn(${JSON.stringify(program)}, ${JSON.stringify(args)}, { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
    console.log(child.pid);
    child.stdout.pipe(process.stdout);
  `;
  const starter = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  starter.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const lines = args.includes('sh') ? 2 : 1;
  await waitFor(
    'a program to start',
    async () => said.split('\n').length - 1,
    (count) => count >= lines,
  );
  const [pid = '', other = ''] = said.split('\n');
  return { starter, pid: Number(pid), said: other };
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const gone = (pid: number) =>
  waitFor(
    `process ${pid} to be gone`,
    async () => runs(pid),
    (there) => !there,
    { timeout: 20_000 },
  );

test('a program of a cluster ends with whoever started it, even if that was killed', async () => {
  const [client, peer] = await freePorts(2);
  const folder = mkdtempSync(join(tmpdir(), 'ichor-cleanup-'));
  const { starter, pid } = await startedElsewhere(judges().controlPlane, [
    'etcd',
    `--data-dir=${join(folder, 'etcd')}`,
    ...['listen-client-urls', 'advertise-client-urls'].map((flag) => `--${flag}=http://${loopback}:${client}`),
    ...['listen-peer-urls', 'initial-advertise-peer-urls'].map((flag) => `--${flag}=http://${loopback}:${peer}`),
    `--initial-cluster=default=http://${loopback}:${peer}`,
  ]);
  const caretaker = await startedElsewhere(process.execPath, [script('caretaker.mjs'), folder]);
  expect([runs(pid), runs(caretaker.pid), existsSync(folder)]).toEqual([true, true, true]);
  starter.kill('SIGKILL');
  caretaker.starter.kill('SIGKILL');
  await gone(pid);
  await gone(caretaker.pid);
  expect(existsSync(folder)).toBe(false);
});

test('so does a script, with what it started', async () => {
  const { starter, pid, said } = await startedElsewhere(process.execPath, [script('leash.mjs'), 'sh', '-c', 'sleep 300 & echo $!; wait']);
  expect([runs(pid), runs(Number(said))]).toEqual([true, true]);
  starter.kill('SIGKILL');
  await gone(pid);
  await gone(Number(said));
});

test('a cluster that takes nothing ends, and says why and where its logs are', async () => {
  const emitted = emittedBy(joelclaw);
  const files = emitted.files.map((file) =>
    file.path.includes('/Namespace-') ? { ...file, text: file.text.replace('name:', 'nmae:') } : file,
  );
  const outcome = rehearse({ ...emitted, files }, 'a cluster that takes nothing');
  await expect(outcome).rejects.toThrow(
    /^apply\.sh ended with 1:\n(?:.*\n)*== 2\/7 Apply 00-namespaces\n(?:.*\n)+The logs are in \.cache\/conformance\/rehearsal\/a-cluster-that-takes-nothing/,
  );
});
