import type { Cidr } from '../../../../lib/base';
import { parseCidr } from '../../../../lib/base';
import { label, labelText } from '../../../../lib/policy/label';
import { defaultProfile, type Profile } from '../../../../lib/policy/profile';
import { nameIdentities, namesInRules } from '../../../../lib/policy/read/name-identities';
import { cidrSelector, fqdnSelector, matches } from '../../../../lib/policy/selector';
import { entry } from './support/entries';

const table = (names: readonly string[], profile: Partial<Profile> = {}, further: readonly string[] = []) =>
  nameIdentities(names, { ...defaultProfile, ...profile }, further).map(({ name, labels }) => [name, labels.map(labelText).join(' ')]);

test('names with every selector that means them, and others of each pattern', () => {
  expect(table(['**.example.com', '*.example.com', 'api.example.com', 'example.com', 'Api.example.com'])).toEqual([
    ['api.example.com', 'fqdn:**.example.com fqdn:*.example.com fqdn:Api.example.com fqdn:api.example.com reserved:world'],
    ['example.com', 'fqdn:example.com reserved:world'],
    ['other names that match **.example.com', 'fqdn:**.example.com reserved:world'],
    ['other names that match *.example.com', 'fqdn:**.example.com fqdn:*.example.com reserved:world'],
  ]);
});

test('a pattern inside of another carries the label of both', () => {
  expect(table(['*.example.com', 'x*.example.com'])).toEqual([
    ['other names that match *.example.com', 'fqdn:*.example.com reserved:world'],
    ['other names that match x*.example.com', 'fqdn:*.example.com fqdn:x*.example.com reserved:world'],
  ]);
});

test('every name is a pattern too', () => {
  expect(table(['*', 'example.com'])).toEqual([
    ['example.com', 'fqdn:* fqdn:example.com reserved:world'],
    ['other names that match *', 'fqdn:* reserved:world'],
  ]);
});

test('patterns that are the same are one', () => {
  expect(table(['*.example.com', '*.Example.com.'])).toEqual([
    ['other names that match *.example.com', 'fqdn:*.Example.com. fqdn:*.example.com reserved:world'],
  ]);
});

test('names that somebody asks for', () => {
  expect(table(['*.example.com'], {}, ['a.example.com', 'other.org'])).toEqual([
    ['a.example.com', 'fqdn:*.example.com reserved:world'],
    ['other.org', 'reserved:world'],
    ['other names that match *.example.com', 'fqdn:*.example.com reserved:world'],
  ]);
});

test('patterns that somebody asks for are there, even where no rule tells them apart', () => {
  expect(table(['a.example.com'], {}, ['*.example.com', '*.example.org'])).toEqual([
    ['a.example.com', 'fqdn:a.example.com reserved:world'],
    ['other names that match *.example.com', 'reserved:world'],
    ['other names that match *.example.org', 'reserved:world'],
  ]);
});

test('of both families each is there twice', () => {
  expect(table(['example.com'], { ipv6: true })).toEqual([
    ['example.com over IPv4', 'fqdn:example.com reserved:world-ipv4'],
    ['example.com over IPv6', 'fqdn:example.com reserved:world-ipv6'],
  ]);
});

test('rules with addresses are unknown for names, but for those of every address', () => {
  const [identity] = nameIdentities(['example.com'], defaultProfile);
  const means = (block: string, except: readonly string[] = []) => {
    const selector = cidrSelector(
      parseCidr(block) as Cidr,
      except.map((text) => parseCidr(text) as Cidr),
      defaultProfile,
    );
    return identity && matches(selector, identity, defaultProfile);
  };
  expect(means('0.0.0.0/0')).toBe(true);
  expect(means('192.0.2.0/24')).toBe(undefined);
  expect(means('0.0.0.0/0', ['10.0.0.0/8'])).toBe(undefined);
  expect(identity?.unknown?.[0]?.reason).toBe('the addresses of example.com are known to DNS alone');
  expect(identity && matches(fqdnSelector(label('fqdn', 'example.com')), identity, defaultProfile)).toBe(true);
  expect(identity && matches(fqdnSelector(label('fqdn', 'example.org')), identity, defaultProfile)).toBe(false);
});

test('the names of rules', () => {
  const peers = ['b.org', '*.a.org', 'b.org'].map((name) => fqdnSelector(label('fqdn', name)));
  expect(namesInRules([entry({ peers })])).toEqual(['*.a.org', 'b.org']);
});
