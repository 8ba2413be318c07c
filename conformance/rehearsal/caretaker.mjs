// Removes a folder when standard input ends: when whoever has the other end says so, or is no more.
//
//   node caretaker.mjs FOLDER

import { rm } from 'node:fs/promises';
import { argv, stdin } from 'node:process';

stdin.resume();
stdin.on('end', () => {
  // The programs that write there end by the same sign as this one: some may still be at it.
  rm(argv[2], { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});
