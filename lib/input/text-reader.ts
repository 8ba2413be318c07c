import { type Finding, finding, inDocument, isObject, type Json, type Place } from '../base';
import type { Fault, Repetition } from './decode';
import { decodeText } from './decode-text';
import { type InputDocument, ReadDocument, type Reading, type ReadOptions } from './document';
import { isScript } from './folder';
import { itemsOf, operationsOf } from './lists';
import { type NodeOptions, nodeOptions, type Yaml } from './nodes';
import { Positions } from './positions';
import { commandsIn } from './script';
import { positionIn, printableMessage, type Section, sections, sectionText, textOf } from './text';

/** Reads texts into documents and collects what is wrong with them. */
export class TextReader {
  private readonly documents: InputDocument[] = [];
  private readonly findings: Finding[] = [];
  private readonly lenient: boolean;
  private readonly templates: boolean;
  private readonly operations: boolean;
  private readonly callsOf: readonly string[] | undefined;
  private readonly positions: Positions;
  private readonly options: NodeOptions;

  constructor(
    private readonly yaml: Yaml,
    { lenient = false, templates = false, operations = false, callsOf }: ReadOptions,
  ) {
    this.lenient = lenient;
    this.templates = lenient && templates;
    this.operations = operations;
    this.callsOf = callsOf;
    this.positions = new Positions(yaml);
    this.options = nodeOptions(yaml);
  }

  /** What was read so far. */
  reading(): Reading {
    return { documents: this.documents, findings: this.findings };
  }

  /** Reads the text of a file, as `plainText` gives it. */
  read(text: string, file: string): void {
    if (this.callsOf !== undefined && isScript(file)) {
      this.documents.push(...commandsIn(text, file, this.callsOf));
      return;
    }
    for (const section of sections(file, text)) this.section(section);
  }

  /** Reads the bytes of a file. */
  bytes(bytes: Buffer, file: string): void {
    const decoded = textOf(bytes);
    if ('text' in decoded) this.read(decoded.text, file);
    else this.unreadable(inDocument(file, undefined, decoded.invalidLine, 1), 'this line is no UTF-8', 'save the file as UTF-8');
  }

  /** Adds that a file can't be read. */
  unreadable(at: Place, message: string, repair: string): void {
    this.findings.push(finding(this.lenient ? 'INP001' : 'OBJ003', at, message, { repair }));
  }

  /** Adds that a file is a template, where that is told. */
  template(at: Place): void {
    if (this.templates) this.findings.push(finding('INP009', at, 'this is a template, and says nothing until it is rendered'));
  }

  /** Adds that a link isn't followed. */
  unfollowed(file: string, message: string, repair: string): void {
    this.findings.push(finding(this.lenient ? 'INP003' : 'OBJ003', inDocument(file), message, { repair }));
  }

  private section(section: Section): void {
    const text = sectionText(section);
    const { value, offset, faults, repetitions } = decodeText(this.yaml, this.options, text);
    this.faulty(section, text, faults);
    this.repeated(section, repetitions);
    if (faults.length > 0 || (repetitions.length > 0 && !this.lenient)) return;
    this.add(section, value, offset);
  }

  /** In a folder of anything, one fault tells enough of a document. */
  private faulty(section: Section, text: string, faults: readonly Fault[]): void {
    const template = text.includes('{{') || text.includes('{%');
    const [first] = faults;
    if (template && this.templates && first !== undefined) {
      this.template(this.place(section, first.offset));
      return;
    }
    for (const { offset, message } of this.lenient ? faults.slice(0, 1) : faults) {
      const repair = template ? 'mend the YAML; if this is a template, read what it renders to' : 'mend the YAML';
      this.unreadable(this.place(section, offset), printableMessage(message), repair);
    }
  }

  private repeated(section: Section, repetitions: readonly Repetition[]): void {
    for (const { key, offset, before } of repetitions) {
      this.findings.push(
        finding(
          this.lenient ? 'INP004' : 'OBJ003',
          this.place(section, offset),
          `the key '${printableMessage(key)}' stands twice in this map; Kubernetes takes the last`,
          { repair: 'leave one of them out', also: [this.place(section, before)] },
        ),
      );
    }
  }

  private add(section: Section, value: Json, offset: number): void {
    if (value === null) return;
    const at = this.place(section, offset);
    for (const { object, inside } of (this.operations ? operationsOf(value) : undefined) ?? itemsOf(value)) {
      const place = inside.length === 0 ? at : this.placeInside(section, inside);
      if (isObject(object)) this.documents.push(new ReadDocument(object, place, section, this.positions, inside));
      else this.noObject(place, object);
    }
  }

  private noObject(at: Place, value: Json): void {
    const what = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
    const repair = 'write apiVersion, kind and metadata, as kubectl would take them';
    this.findings.push(finding(this.lenient ? 'INP002' : 'OBJ001', at, `this is ${what}, no object`, this.lenient ? {} : { repair }));
  }

  private place(section: Section, offset: number): Place {
    const { line, column } = positionIn(section, offset);
    return inDocument(section.file, undefined, line, column);
  }

  private placeInside(section: Section, inside: readonly (string | number)[]): Place {
    const { line, column } = this.positions.find(section, inside);
    return inDocument(section.file, undefined, line, column);
  }
}
