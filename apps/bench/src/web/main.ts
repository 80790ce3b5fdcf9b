/**
 * `pnpm --filter @acoro/bench web`: what a request costs with handlers of @acoro/web, beside the bare
 * framework, on the built packages. With `--write` the figures of this version of Node go into the page of
 * the package.
 */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { buildPackages, buildProgram, root } from '../harness/build.ts'

buildPackages(['core', 'compat', 'web'])
await buildProgram('web/client.ts')
await buildProgram('web/server.ts')
const program = await buildProgram('web/requests.ts')
execFileSync(process.execPath, ['--expose-gc', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ACORO_BENCH_PAGE: join(root, 'docs/packages/web.md') },
})
