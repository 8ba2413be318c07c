import type { ChartMinor } from '../outline';
import { type ChartRefusal, isSet, type Reading } from './refusal';

/** Certificates and keys that somebody has to give where nobody makes them. */
export function certificate(path: string, needs: (value: Reading) => boolean, until?: ChartMinor): ChartRefusal[] {
  return ['cert', 'key'].map((part) => ({
    path: `${path}.${part}`,
    ...(until === undefined ? {} : { until }),
    says: (value) =>
      needs(value) && !isSet(value(`${path}.existingSecret`)) && !isSet(value(`${path}.${part}`))
        ? `nobody makes certificates while tls.auto.enabled is off there, and no ${part === 'cert' ? 'certificate' : 'key'} is given`
        : undefined,
    repair: path.startsWith('clustermesh.')
      ? 'write clustermesh.apiserver.tls.auto: { enabled: true }, or enableSecrets: false with Secrets of your own'
      : `write hubble.tls.auto: { enabled: true }, or the name of a Secret as ${path}.existingSecret`,
  }));
}
