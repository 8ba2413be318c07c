import { checked, found, goodTalos, goodValues, helmRelease } from './support/tree';

const base = { 'talos/controlplane.yaml': goodTalos, 'cilium.yaml': helmRelease(goodValues) };
const service =
  "apiVersion: v1\nkind: Service\nmetadata: { name: '{{ .Release.Name }}' }\nspec: { type: NodePort, ports: [{ port: 80, nodePort: 80 }] }\n";

describe('templates of a Helm chart', () => {
  test.each([
    ['somewhere', 'charts/web/'],
    ['at the top', ''],
  ])('%s are no objects, though they look like some', async (_, folder) => {
    const result = await checked({ ...base, [`${folder}Chart.yaml`]: 'name: web\n', [`${folder}templates/service.yaml`]: service });
    expect(found(result)).toEqual([`INP009 ${folder}templates/service.yaml`]);
  });

  test('are known by the chart beside them', async () => {
    const { findings } = await checked({ ...base, 'web/templates/service.yaml': service.replace('{{ .Release.Name }}', 'web') });
    expect(findings.filter(({ status }) => status === 'found').map(({ id }) => id)).toEqual(expect.arrayContaining(['INV021']));
  });
});
