// What `npm test` runs: formatting and lint, types, the table of rooms and the unit tests; all of them, then a verdict.
import { spawn } from 'node:child_process';

const steps = [
  ['types', 'node', ['node_modules/typescript7/bin/tsc', '--noEmit']],
  ['lint', 'node', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings']],
  ['rooms', 'node', ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '.', '--config', '.dependency-cruiser.cjs']],
  ['dist', 'node', ['ichor', 'synth', '--check']],
  ['tests', 'node', ['node_modules/jest/bin/jest.js']],
];

function run([name, command, args]) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    child.stderr.on('data', (data) => {
      output += data;
    });
    child.on('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(6)} ${seconds} s`);
      resolve({ name, code, output });
    });
  });
}

const quick = Promise.all(steps.slice(0, -1).map(run));
const results = [...(await quick), await run(steps.at(-1))];
for (const { name, code, output } of results) {
  if (code !== 0) console.log(`\n== ${name}\n${output.replace(/^PASS .*\n/gm, '').trim()}`);
}
console.log(`\n${results.at(-1).output.trimEnd().split('\n').slice(-5).join('\n')}`);
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;
