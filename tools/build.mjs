// Builds what the package holds: modules with their types, and the commands as one file. `npm run build`.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { build } = require('../start/bundle.cjs');
const { optionsFor } = require('../start/index.cjs');

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'build');

rmSync(output, { recursive: true, force: true });
const tsc = join(root, 'node_modules/typescript7/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(root, 'tools/tsconfig.build.json')], { cwd: root, stdio: 'inherit' });
mkdirSync(join(output, 'cli'));
writeFileSync(join(output, 'cli/main.js'), build(optionsFor(join(root, 'cli/main.ts'))).outputFiles[0].contents);
cpSync(join(root, 'start'), join(output, 'start'), { recursive: true, filter: (path) => !path.endsWith('.d.cts') });
