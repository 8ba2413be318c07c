import { Agent, request } from 'node:https';
import type { Json, JsonObject } from '../../lib/base';
import { valueAt } from '../../lib/base';
import { loopback } from './ports';

/** An object as the API server has it. */
export interface Resource extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject & {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion: string;
    readonly generation?: number;
  };
}

/** What names an object, or a kind of objects. */
export interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** What the API server refused, with its status. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

interface Kind {
  readonly name: string;
  readonly namespaced: boolean;
}

/** A client of an API server: what a rehearsal needs of kubectl. */
export class Api {
  private readonly agent: Agent;
  private readonly kinds = new Map<string, ReadonlyMap<string, Kind>>();

  constructor(
    readonly port: number,
    private readonly token: string,
    certificate: string,
  ) {
    this.agent = new Agent({ keepAlive: true, ca: certificate });
  }

  /** Applies an object as `kubectl apply --server-side` does; an unknown field is refused. */
  async apply(object: JsonObject): Promise<Resource> {
    const path = `${await this.path(referenceOf(object))}?fieldManager=ichor&fieldValidation=Strict`;
    return (await this.ask('PATCH', path, JSON.stringify(object), 'application/apply-patch+yaml')) as Resource;
  }

  /** Creates an object. */
  async create(object: JsonObject): Promise<Resource> {
    const { name: _, ...reference } = referenceOf(object);
    return (await this.ask('POST', await this.path(reference), JSON.stringify(object), 'application/json')) as Resource;
  }

  /** Changes an object by a merge patch, or what is kept apart as its status. */
  async patch(reference: Reference, change: JsonObject, part: '' | '/status' = ''): Promise<Resource> {
    return (await this.ask(
      'PATCH',
      `${await this.path(reference)}${part}`,
      JSON.stringify(change),
      'application/merge-patch+json',
    )) as Resource;
  }

  /** The object of that name; a Refused with status 404 if there is none. */
  async get(reference: Reference): Promise<Resource> {
    return (await this.ask('GET', await this.path(reference))) as Resource;
  }

  /** All objects of a kind, in one namespace or in all. */
  async list(reference: Reference): Promise<Resource[]> {
    const body = await this.ask('GET', await this.path(reference));
    const items = valueAt(body, 'items') as readonly JsonObject[];
    return items.map((item) => ({ ...item, apiVersion: reference.apiVersion, kind: reference.kind }) as Resource);
  }

  /** The text at a path of the API server. */
  async text(path: string): Promise<string> {
    const { status, text } = await this.send('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
    return text;
  }

  /** Closes connections. */
  close(): void {
    this.agent.destroy();
  }

  private async path({ apiVersion, kind, name, namespace }: Reference): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const found = (await this.kindsOf(root)).get(kind);
    if (found === undefined) throw new Error(`the API server has no ${kind} of ${apiVersion}`);
    const inside = found.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${root}${inside}/${found.name}${name === undefined ? '' : `/${name}`}`;
  }

  /** The kinds of a version; what isn't there yet may be later. */
  private async kindsOf(root: string): Promise<ReadonlyMap<string, Kind>> {
    const known = this.kinds.get(root);
    if (known !== undefined) return known;
    const body = await this.ask('GET', root);
    const resources = valueAt(body, 'resources') as unknown as readonly (Kind & { readonly kind: string })[];
    const kinds = new Map(resources.filter(({ name }) => !name.includes('/')).map((resource) => [resource.kind, resource]));
    if (root.startsWith('/api/')) this.kinds.set(root, kinds);
    return kinds;
  }

  private async ask(method: string, path: string, body?: string, type?: string): Promise<Json> {
    const { status, text } = await this.send(method, path, body, type);
    const answer: Json = text.startsWith('{') ? JSON.parse(text) : text;
    if (status >= 300) {
      throw new Refused(
        status,
        String(valueAt(answer, 'reason')),
        `${method} ${path.split('?')[0]}: ${status} ${valueAt(answer, 'message') ?? text}`,
      );
    }
    return answer;
  }

  private send(method: string, path: string, body?: string, type?: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = {
        accept: 'application/json',
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
      };
      const asked = request({ host: loopback, port: this.port, path, method, headers, agent: this.agent, timeout: 60_000 }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      asked.on('timeout', () => asked.destroy(new Error(`${method} ${path}: no answer`)));
      asked.on('error', reject);
      asked.end(body);
    });
  }
}

/** What names an object that is to be. */
export function referenceOf(object: Json): Reference & { readonly name: string } {
  const at = (...path: string[]) => valueAt(object, ...path) as string;
  const namespace = valueAt(object, 'metadata', 'namespace') as string | undefined;
  return {
    apiVersion: at('apiVersion'),
    kind: at('kind'),
    name: at('metadata', 'name'),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** How messages name an object. */
export function titleOf({ kind, name, namespace }: Reference): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
