// 1 GiB from one socket to another, with copy() and with stream.pipeline, in turns; each copier and the two
// ends in processes of their own.

import { type Child, program, start } from './child.ts'
import { compareWays } from './ways.ts'

const BYTES = 2 ** 30

const ends = (await start(...program('servers/ends.js', String(BYTES)))) as Child
try {
  const rounds = Number(process.env.ROUNDS ?? 5)
  await compareWays('copying', 'servers/copier.js', ['pipeline', 'copy'], ends.line.split(' '), BYTES, rounds)
} finally {
  ends.kill()
}
