import { describePlace, type Finding, type Place } from '../base';

/** Findings as `ichor/<verb>/v1` JSON, for programs; the schema is `docs/schemas/findings.schema.json`. */
export function findingsJson(verb: string, findings: readonly Finding[], more: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ schema: `ichor/${verb}/v1`, ...more, findings: findings.map(findingObject) }, null, 2)}\n`;
}

/** A finding as JSON has it. */
export function findingObject(finding: Finding) {
  const { id, severity, status, message, repair, source } = finding;
  return {
    id,
    severity,
    status,
    at: placeObject(finding.at),
    also: finding.also.map(placeObject),
    message,
    ...(repair === undefined ? {} : { repair }),
    ...(source === undefined ? {} : { source }),
  };
}

/** A place as JSON has it. */
export function placeObject(place: Place) {
  const position =
    place.in === 'document' && place.line !== undefined
      ? { line: place.line, ...(place.column === undefined ? {} : { column: place.column }) }
      : {};
  return { file: place.file, ...position, path: describePlace(place).inside };
}
