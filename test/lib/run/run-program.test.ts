import { runProgram } from '../../../lib/run/run-program';
import { print, standIns } from './support/stand-ins';

describe('a program', () => {
  test('that ends gives what it wrote, and its code', async () => {
    // GIVEN
    const env = standIns({ program: `${print("it's $HOME")}\n${print('beside')} >&2\nexit 3` });
    // THEN
    expect(await runProgram('program', [], { env })).toEqual({ how: 'ended', code: 3, stdout: "it's $HOME\n", stderr: 'beside\n' });
  });

  test('gets its arguments as they are, and no input', async () => {
    // GIVEN
    const env = standIns({ program: 'read -r line; printf "%s|" "$@" "$line"' });
    // THEN
    expect(await runProgram('program', ['$HOME', 'a b', '*'], { env })).toMatchObject({ code: 0, stdout: '$HOME|a b|*||' });
  });

  test('that is nowhere on PATH is not found', async () => {
    expect(await runProgram('program', [], { env: standIns({}) })).toEqual({ how: 'not-found' });
  });

  test('that takes too long is ended', async () => {
    // GIVEN
    const env = standIns({ program: 'while :; do :; done' });
    // THEN
    expect(await runProgram('program', [], { env, timeout: 50 })).toEqual({ how: 'timed-out', seconds: 0.05 });
  });

  test('that ends by a signal of its own has failed', async () => {
    // GIVEN
    const env = standIns({ program: 'kill -TERM $$' });
    // THEN
    expect(await runProgram('program', ['--flag'], { env })).toEqual({ how: 'failed', message: 'Command failed: program --flag' });
  });
});
