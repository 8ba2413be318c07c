// How fast the relation of all pairs is, and how much memory it needs: medians of runs in processes of their own.
const { join } = require('node:path');

require('../tools/from-source.cjs').run(join(__dirname, 'relation.ts'));
