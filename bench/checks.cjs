// How long the rules take on a definition beyond what synthesis takes anyway: medians of runs in processes of their own.
const { join } = require('node:path');

require('../tools/from-source.cjs').run(join(__dirname, 'checks.ts'));
