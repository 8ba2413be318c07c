import process from 'node:process';
import { isAsItShouldBe, type Looked, lookedText, verdictText, verifyJson } from '../lib/report';
import { verifyLive } from '../lib/run';
import { choose, placesOf } from './chosen-plan';
import type { VerifyFlags } from './main';
import type { Terminal } from './terminal';

/** `ichor verify`: whether a cluster is as its definition says; changes nothing unless a flag asks for it. */
export async function verify(words: readonly string[], flags: VerifyFlags, terminal: Terminal): Promise<void> {
  const seconds = flags.observe === undefined ? undefined : secondsOf(flags.observe);
  if (flags.observe !== undefined && seconds === undefined) {
    terminal.err(`--observe is '${flags.observe}': write a time up to 14 days, such as 90s, 30m or 24h\n`);
    return terminal.exit(1);
  }
  const chosen = await choose([...words, 'verify'], 'verify', terminal);
  const live = chosen?.synthesis.live;
  if (chosen === undefined || live === undefined) return;
  const isText = flags.output === 'text';
  const interrupted = new AbortController();
  const interrupt = () => {
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort();
  };
  for (const signal of signals) process.on(signal, interrupt);
  const looked: readonly Looked[] = await verifyLive(chosen.plan, live, {
    places: placesOf(chosen, flags, terminal),
    probe: flags.probe === true,
    connectivity: flags.connectivity === true,
    ...(seconds === undefined ? {} : { observe: seconds }),
    signal: interrupted.signal,
    seen: (one) => (isText ? terminal.out(lookedText(one, terminal.outColours)) : undefined),
    tell: (line) => terminal.err(`${line}\n`),
  });
  for (const signal of signals) process.off(signal, interrupt);
  terminal.out(isText ? verdictText(looked) : verifyJson(live.cluster, looked));
  if (!isAsItShouldBe(looked)) terminal.exit(1);
}

/** What ends a run before its end: what was made is to go all the same. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Seconds of a time such as `24h`, up to 14 days. */
function secondsOf(text: string): number | undefined {
  const [, number, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  const seconds = Number(number) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit as 's'] ?? Number.NaN);
  return seconds <= 14 * 86_400 ? seconds : undefined;
}
