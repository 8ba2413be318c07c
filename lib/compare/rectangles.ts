/** Every one of the sources with every one of the destinations. */
export interface Rectangle {
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
}

/** Pairs as few rectangles, none of which share a pair: sources with the same destinations together, or the other way around. */
export function rectanglesOf(pairs: readonly (readonly [number, number])[]): readonly Rectangle[] {
  const bySource = merged(pairs);
  const byDestination = merged(pairs.map(([source, destination]) => [destination, source]));
  return byDestination.length < bySource.length
    ? byDestination.map(({ sources, destinations }) => ({ sources: destinations, destinations: sources }))
    : bySource;
}

function merged(pairs: readonly (readonly [number, number])[]): readonly Rectangle[] {
  const rows = new Map<number, number[]>();
  for (const [source, destination] of pairs) {
    const row = rows.get(source);
    if (row === undefined) rows.set(source, [destination]);
    else row.push(destination);
  }
  const rectangles = new Map<string, { sources: number[]; destinations: readonly number[] }>();
  for (const [source, destinations] of rows) {
    const key = destinations.sort((a, b) => a - b).join();
    const rectangle = rectangles.get(key);
    if (rectangle === undefined) rectangles.set(key, { sources: [source], destinations });
    else rectangle.sources.push(source);
  }
  return [...rectangles.values()];
}
