/**
 * `pnpm --filter @acoro/bench service`: the workloads of @acoro/service beside other libraries, on the built
 * packages. With `--write` the figures of this version of Node go into the page of the package.
 */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { buildPackages, buildProgram, root } from '../harness/build.ts'

buildPackages(['core', 'sync', 'service'])
const program = await buildProgram('service/compare.ts')
execFileSync(process.execPath, [program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ACORO_BENCH_PAGE: join(root, 'docs/packages/service.md') },
})
