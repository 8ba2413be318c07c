import { faultsOf, type TalosctlRecord } from '../../conformance/commands/reference';
import recorded from '../../conformance/recorded/talosctl.json';
import { commandsIn } from '../../lib/input/script';
import { blocksOf, pages } from './support/pages';

const record = recorded as unknown as TalosctlRecord;

/** The calls of talosctl in shell blocks of the documentation, and where each block stands. */
const calls = pages()
  .flatMap(blocksOf)
  .filter(({ language }) => language === 'sh')
  .flatMap(({ page, line, text }) =>
    commandsIn(text, page, ['talosctl']).map(({ object }) => ({ at: `${page}:${line}`, words: (object.command as string[]).slice(1) })),
  );

test('there are calls to look at', () => {
  expect(calls.filter(({ at }) => at.startsWith('docs/secrets.md')).length).toBeGreaterThan(5);
});

test.each(Object.keys(record))('talosctl %s knows each call that the documentation shows, with its flags', (minor) => {
  const { commands } = record[minor as keyof TalosctlRecord];
  const words = (all: readonly string[]) => {
    const end = all.findIndex((word) => /^\d?[<>]/.test(word));
    return end < 0 ? all : all.slice(0, end);
  };
  expect(calls.flatMap((call) => faultsOf(words(call.words), commands).map((fault) => `${call.at}: ${fault}`))).toEqual([]);
});

test('a flag that talosctl does not have is found', () => {
  const { commands } = record['1.13'];
  expect(faultsOf(['rotate-ca', '--controlplane-nodes', '10.0.0.1'], commands)).toEqual([
    "'talosctl rotate-ca' has no flag --controlplane-nodes",
  ]);
});
