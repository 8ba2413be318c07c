import { relative, sep } from 'node:path';
import type { OwnPackage } from '../package';

/** The command that a folder's `cdk8s.yaml` runs where Ichor is a dependency. */
export const app = 'node node_modules/ichor/ichor synth';

/** `cdk8s.yaml`: what `npx cdk8s synth` runs, and a folder that it may empty. */
export const cdk8sYaml = `language: typescript
# Definitions in clusters/ become dist/. The CLI empties its own output folder before each run, so that is another.
app: ${app}
output: .scratch
`;

/** Lines of `.gitignore`: dist/ itself is committed. */
export const gitignore: readonly string[] = ['node_modules/', '.scratch', 'dist/.staging-*/', '.ichor/'];

/** Lines of `.gitattributes`: the same bytes on every machine. */
export const gitattributes: readonly string[] = ['dist/** text eol=lf'];

/** `tsconfig.json`, for editors and `tsc`; synth itself needs none. */
export const tsconfig = `${JSON.stringify(
  {
    compilerOptions: {
      strict: true,
      target: 'es2022',
      lib: ['es2022'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      types: [],
      skipLibCheck: true,
      noEmit: true,
      isolatedModules: true,
    },
    include: ['clusters'],
  },
  null,
  2,
)}\n`;

/** What a folder with clusters depends on, by name. */
export function dependencies(own: OwnPackage, directory: string): Record<string, string> {
  const { cdk8s = '*', constructs = '*' } = own.peerDependencies;
  return { cdk8s, constructs, ichor: ichorSpecifier(own, directory) };
}

/** `package.json` for a folder that has none: private, and without a name, which private ones don't need. */
export function packageJson(own: OwnPackage, directory: string): string {
  const tools = { 'cdk8s-cli': own.devDependencies['cdk8s-cli'] ?? '*', typescript: own.devDependencies.typescript ?? '*' };
  return `${JSON.stringify(
    {
      private: true,
      scripts: { synth: 'cdk8s synth', check: 'ichor check', types: 'tsc' },
      dependencies: dependencies(own, directory),
      devDependencies: tools,
    },
    null,
    2,
  )}\n`;
}

/** A package is named by its version; a clone by the way to it. */
function ichorSpecifier(own: OwnPackage, directory: string): string {
  if (own.folder.split(sep).includes('node_modules')) return `^${own.version}`;
  return `file:${relative(directory, own.folder).split(sep).join('/')}`;
}
