// How long single answers take: the committed cluster from files to all pairs, and an explanation in a large cluster.
const { join } = require('node:path');

require('../tools/from-source.cjs').run(join(__dirname, 'answers.ts'));
