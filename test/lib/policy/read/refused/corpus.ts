import { fields } from './fields';
import { networkPolicies } from './network-policies';
import { peers } from './peers';
import { ports } from './ports';
import { proxy } from './proxy';
import type { Refused } from './refused';
import { selectors } from './selectors';
import { closing, opening, together } from './sets';
import { shape } from './shape';

/** Every wrong set, by concern. */
export const corpus: Readonly<Record<string, readonly Refused[]>> = {
  fields,
  shape,
  selectors,
  peers,
  ports,
  proxy,
  'policies of Kubernetes': networkPolicies,
  'open to everybody': opening,
  'closed to everybody': closing,
  'not together': together,
};
