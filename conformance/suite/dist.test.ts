import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { committed } from '../cases';
import { judged } from '../judged';

const dist = join(__dirname, '..', '..', 'dist');

/** The judges read texts in memory: here those are the committed files. */
test('what upstream judges of the committed definition is what stands in dist/', () => {
  const { model, patch, chart, objects } = judged(committed);
  const texts = [patch, ...(chart === undefined ? [] : [chart.values]), ...objects];
  const onDisk = readdirSync(join(dist, model.name), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => `${model.name}/${path.replaceAll('\\', '/')}`);
  expect(onDisk.sort()).toEqual(texts.map((t) => t.path).sort());
  for (const { path, text } of texts) expect([path, readFileSync(join(dist, path), 'utf8')]).toEqual([path, text]);
});
