/** `pnpm --filter @acoro/bench sync`: the workloads of @acoro/sync beside other libraries. */

import { fileURLToPath } from 'node:url'
import { compare } from '../harness/compared.ts'
import { workloads } from './workloads.ts'

await compare(fileURLToPath(import.meta.url), workloads)
