// 1 GiB out of the pipe of a child process, by node:child_process and by createSubprocessExec, in turns.

import { compareWays } from './ways.ts'

const BYTES = 2 ** 30

const rounds = Number(process.env.ROUNDS ?? 5)
await compareWays(
  'reading from a pipe',
  'servers/reader.js',
  ['node', 'acoro'],
  [String(BYTES)],
  BYTES,
  rounds,
)
