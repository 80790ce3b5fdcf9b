// The script `test` of each package, run in its folder: its projects of vitest (vitest.config.ts), with a
// report beside it for turbo to keep. So a package whose tests did not run again still counts in the sum of
// `pnpm check`.
//
//   tsx ../../scripts/test.ts core

import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { root } from './lib/workspace.ts'

const projects = process.argv.slice(2).flatMap((name) => ['--project', name])
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', '--root', root, ...projects], {
  stdio: 'inherit',
  env: { ...process.env, ACORO_TEST_REPORT: resolve('.reports/test.json') },
})
process.exitCode = status ?? 1
