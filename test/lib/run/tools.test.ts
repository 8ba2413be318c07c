import { helm, kubectl, talosctl, toolVersion } from '../../../lib/run/tools';
import * as prints from './support/stand-ins';
import { print, standIns } from './support/stand-ins';

describe('versions, as the programs print them', () => {
  test.each([
    ['talosctl', talosctl, prints.talosctl('1.13.9'), '1.13.9'],
    ['talosctl of a branch', talosctl, prints.talosctl('1.14.0-alpha.1-23-g0a1b2c3'), '1.14.0-alpha.1-23-g0a1b2c3'],
    ['kubectl', kubectl, prints.kubectl('1.36.3'), '1.36.3'],
    ['kubectl of a vendor', kubectl, prints.kubectl('1.32.4-dispatcher'), '1.32.4-dispatcher'],
    ['helm', helm, prints.helm('4.1.4'), '4.1.4'],
    ['helm 2', helm, print('Client: v2.17.0+ga690bad'), '2.17.0'],
  ])('%s', async (_, tool, script, version) => {
    expect(await toolVersion(tool, { env: standIns({ [tool.name]: script }) })).toEqual({ version });
  });
});

describe('a program without a version says why', () => {
  test.each([
    ['absent', undefined, 'not on PATH'],
    ['silent', 'exit 0', 'says no version'],
    [
      'another program',
      print('kubectl controls the Kubernetes cluster manager.'),
      "says no version but 'kubectl controls the Kubernetes cluster manager.'",
    ],
    ['failing', `${print('error: unknown flag: --client')} >&2; exit 1`, "says no version but 'error: unknown flag: --client'"],
    ['hanging', 'while :; do :; done', 'no answer within 0.1 s'],
  ])('%s', async (_, script, missing) => {
    // GIVEN
    const env = standIns(script === undefined ? {} : { kubectl: script });
    // THEN
    expect(await toolVersion(kubectl, { env, timeout: 100 })).toEqual({ missing });
  });
});
