import { compareMinors } from '../../../base';
import { certificate } from './certificates';
import { type ChartRefusal, isSet, type Reading, when } from './refusal';

const ownCertificates = (value: Reading) =>
  isSet(value('hubble.enabled')) && isSet(value('hubble.tls.enabled')) && !isSet(value('hubble.tls.auto.enabled'));
const relayServes = (value: Reading) => isSet(value('hubble.relay.enabled')) && isSet(value('hubble.relay.tls.server.enabled'));

/** What the chart asks of Hubble's values. */
export const hubbleRefusals: readonly ChartRefusal[] = [
  {
    path: 'hubble.ui.standalone.tls.certsVolume',
    says: when(
      (v) =>
        isSet(v('hubble.ui.enabled')) &&
        isSet(v('hubble.ui.standalone.enabled')) &&
        isSet(v('hubble.relay.tls.server.enabled')) &&
        !isSet(v('hubble.ui.standalone.tls.certsVolume')),
      "the relay wants a certificate of whoever asks, and Hubble's UI has none",
    ),
    repair: 'write the volume that has its certificates',
  },
  ...['backend', 'frontend'].map(
    (part): ChartRefusal => ({
      path: `hubble.ui.${part}.image.tag`,
      says: (v) => {
        const tags = ['backend', 'frontend'].map((one) => v(`hubble.ui.${one}.image.tag`));
        const tag = String(v(`hubble.ui.${part}.image.tag`) ?? '').replace(/@.*$/, '');
        const minor = /^v?(\d+\.\d+)\.\d+/.exec(tag)?.[1];
        if (!isSet(v('hubble.ui.enabled')) || tags.includes('latest') || minor === undefined) return undefined;
        return compareMinors(minor, '0.9') < 0
          ? `Hubble's UI of '${tag}' is too old for the chart, which takes 0.9.0 and newer`
          : undefined;
      },
      repair: 'leave it out',
    }),
  ),
  {
    path: 'hubble.redact.http.headers.deny',
    says: when(
      (v) => isSet(v('hubble.redact.http.headers.allow')) && isSet(v('hubble.redact.http.headers.deny')),
      'headers are either those that are shown or those that are not, and both are listed',
    ),
    repair: "leave out 'allow' or 'deny'",
  },
  ...certificate('hubble.tls.server', (v) => isSet(v('agent')) && ownCertificates(v)),
  ...certificate('hubble.relay.tls.client', (v) => ownCertificates(v) && isSet(v('hubble.relay.enabled'))),
  ...certificate('hubble.relay.tls.server', (v) => ownCertificates(v) && relayServes(v)),
  ...certificate('hubble.ui.tls.client', (v) => ownCertificates(v) && relayServes(v) && isSet(v('hubble.ui.enabled'))),
  ...certificate(
    'hubble.metrics.tls.server',
    (v) =>
      ['agent', 'hubble.enabled', 'hubble.metrics.tls.enabled'].every((path) => isSet(v(path))) && !isSet(v('hubble.tls.auto.enabled')),
  ),
];
