import { subdomainFault } from '../../base';
import { type Check, made, members, type Report, text } from './check';

/** Names go into scripts and objects as they stand, so that what can be no name gets no further than this. */
const name: Check = (value, path, report) => {
  text(value, path, report);
  if (typeof value === 'string') refuse(report, path, `the name of a Secret '${value}'`, subdomainFault(value));
};

/** @see https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data */
const key: Check = (value, path, report) => {
  text(value, path, report);
  const isKey = typeof value !== 'string' || (value.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(value));
  if (!isKey) refuse(report, path, `the key of a Secret '${value}'`, 'must be at most 253 letters, digits, -, . and _');
};

function refuse(report: Report, path: string, what: string, fault: string | undefined): void {
  if (fault !== undefined) report.add('NAM001', path, `${what} ${fault}`, { repair: 'write what the Secret in the cluster has' });
}

/** A Secret by its name. */
export const secret = made({ secret: 'secretRef(name)' }, { secret: members({ name }) });

/** A key of a Secret. */
export const secretKey = made({ 'secret-key': 'secretRef(name, key)' }, { 'secret-key': members({ name, key }) });
