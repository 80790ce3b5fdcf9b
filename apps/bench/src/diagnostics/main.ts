/**
 * `pnpm --filter @acoro/bench diagnostics`: what it takes to ask a task where it stands, on the Node that
 * runs this and on those named after it.
 */

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildPackages } from '../harness/build.ts'

const output = fileURLToPath(new URL('../../dist/diagnostics/stack.mjs', import.meta.url))

buildPackages()
await build({
  entryPoints: [fileURLToPath(new URL('./stack.ts', import.meta.url))],
  outfile: output,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
})
for (const node of [process.execPath, ...process.argv.slice(2)]) {
  const { NODE_OPTIONS: _options, ...env } = process.env
  const version = execFileSync(node, ['-p', 'process.version'], { encoding: 'utf8', env }).trim()
  console.log(`getStack() on Node ${version}: median and minimum`)
  execFileSync(node, [output], { stdio: 'inherit', env })
}
