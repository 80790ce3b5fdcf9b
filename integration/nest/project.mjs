// An application of NestJS, compiled as its command line does: TypeScript with its old decorators, to CommonJS.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

async function nest() {
  const run = promisify(execFile)
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'src'], { timeout: 240_000 })
  const { stdout } = await run(process.execPath, ['out/main.js'], { timeout: 60_000 })
  const wanted = '{"rows":["a","b"],"waited":true,"cancelled":"CancelledError"}'
  if (stdout.trim() !== wanted) throw new Error(`expected ${wanted}\ngot      ${stdout}`)
}

export const builds = { 'compiled to CommonJS, asked over HTTP': { build: nest } }
