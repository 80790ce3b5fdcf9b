/**
 * `pnpm --filter @acoro/bench service`: the workloads of @acoro/service beside other libraries, on the built packages.
 */

import { execFileSync } from 'node:child_process'
import { buildPackages, buildProgram } from '../harness/build.ts'

buildPackages(['core', 'sync', 'service'])
const program = await buildProgram('service/compare.ts')
execFileSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
