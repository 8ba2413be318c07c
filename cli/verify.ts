import { look } from '../lib/run';
import { choose, placesOf } from './chosen-plan';
import type { VerifyFlags } from './main';
import type { Terminal } from './terminal';

/** `ichor verify`: whether a cluster is as its definition says; changes nothing. */
export async function verify(words: readonly string[], flags: VerifyFlags, terminal: Terminal): Promise<void> {
  const chosen = await choose([...words, 'verify'], 'verify', terminal);
  if (chosen === undefined) return;
  const { green, red } = terminal.outColours;
  const surroundings = { places: placesOf(chosen, flags, terminal) };
  const isText = flags.output === 'text';
  const looked = await look(chosen.plan, surroundings, ({ title, complaints }) => {
    if (!isText) return;
    terminal.out(`${complaints.length === 0 ? green('ok   ') : red('wrong')}  ${title}\n`);
    for (const complaint of complaints) terminal.out(`       ${complaint}\n`);
  });
  const wrong = looked.reduce((sum, { complaints }) => sum + complaints.length, 0);
  if (isText) terminal.out(wrong === 0 ? 'all as it should be\n' : `${wrong} wrong\n`);
  else terminal.out(`${JSON.stringify({ schema: 'ichor/verify/v1', cluster: chosen.plan.cluster, ok: wrong === 0, looked }, null, 2)}\n`);
  if (wrong > 0) terminal.exit(1);
}
