// Runs a program with everything that it starts, and kills them all when standard input ends: when whoever has the other end
// is no more, or wants to wait no longer.
//
//   node leash.mjs PROGRAM [ARGUMENT…]

import { spawn } from 'node:child_process';
import process, { argv, stdin } from 'node:process';

const [program, ...args] = argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));
stdin.resume();
stdin.on('end', () => {
  // Everything that a detached program starts is in its process group.
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
});
