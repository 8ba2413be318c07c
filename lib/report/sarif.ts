import { compareText, describePlace, digest, type Finding, type Place, type RegistryEntry, registry, type Severity } from '../base';
import { decided } from './undecided';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * Findings as SARIF 2.1.0, by which a forge annotates a pull request. What was found is a result; what rules couldn't decide, and
 * what is a template, is a notification of the run, and annotates nothing. Paths are relative, with `%SRCROOT%` in front of them.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function findingsSarif(findings: readonly Finding[], version: string): string {
  const ids = [...new Set(findings.map(({ id }) => id))].sort(compareText);
  const index = new Map(ids.map((id, i) => [id, i]));
  const of = (id: string) => ({ id, index: index.get(id) as number });
  const found = decided(findings);
  const results = found.map((f) => result(f, of(f.id).index));
  const notifications = findings
    .filter((finding) => !found.includes(finding))
    .map(({ id, at, message }) => ({
      associatedRule: of(id),
      level: 'note',
      message: { text: message },
      locations: [location(at)],
    }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Ichor', semanticVersion: version, rules: ids.map((id) => rule(id, findings)) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule(id: string, findings: readonly Finding[]) {
  const entry: RegistryEntry | undefined = (registry as Readonly<Record<string, RegistryEntry>>)[id];
  const own = findings.find((f) => f.id === id) as Finding;
  const title = entry?.title ?? `the rule ${id}`;
  const source = entry?.source ?? own.source;
  const link = source?.startsWith('https://') ? source : undefined;
  const because = source === undefined ? '' : `\n\nSource: ${source}`;
  return {
    id,
    shortDescription: { text: title },
    help: { text: `${title}${because}`, markdown: `**${id}** ${title}${because}` },
    ...(link === undefined ? {} : { helpUri: link }),
    defaultConfiguration: { level: levels[entry?.severity ?? own.severity] },
  };
}

function result({ id, severity, at, also, message, repair }: Finding, ruleIndex: number) {
  const related = also.map((place, i) => ({ id: i + 1, ...location(place), message: { text: 'see also' } }));
  return {
    ruleId: id,
    ruleIndex,
    level: levels[severity],
    message: { text: repair === undefined ? message : `${message}; ${repair}` },
    locations: [location(at)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { 'ichor/v1': digest(JSON.stringify([id, at.file, describePlace(at).inside, message])) },
  };
}

function location(place: Place) {
  const { inside } = describePlace(place);
  const region =
    place.in === 'document' && place.line !== undefined
      ? { region: { startLine: place.line, ...(place.column === undefined ? {} : { startColumn: place.column }) } }
      : {};
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(place.file), uriBaseId: '%SRCROOT%' }, ...region },
    ...(inside === '' ? {} : { logicalLocations: [{ fullyQualifiedName: inside }] }),
  };
}

/** A path as a URI that is relative to the repository. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
