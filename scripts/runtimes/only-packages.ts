// The packages in the order of the table, and those that are not for every runtime. A single file of tests,
// or a single test, says where it applies by itself: see only-on.ts. `@acoro/eslint-plugin` is no part of
// programs, so it is not in the table: it runs in ESLint, on Node.

import { packages } from '../lib/workspace.ts'
import { appliesTo, type Runtime, type Where } from './where.ts'

interface OnlyOn {
  where: Extract<Where, 'server' | 'node'>
  reason: string
}

/** Packages that do not apply everywhere, and why. */
export const onlyPackages: Readonly<Record<string, OnlyOn>> = {
  streams: { where: 'server', reason: 'sockets, files and processes are those of `node:` modules' },
  executors: { where: 'server', reason: 'its threads and processes are those of `node:` modules' },
  console: { where: 'server', reason: 'it listens to a port' },
  opentelemetry: { where: 'server', reason: 'it needs the AsyncResource of `node:async_hooks`' },
  distributed: { where: 'node', reason: 'BullMQ and ioredis are made for Node' },
}

/** The columns of the table. A package that is not named comes last. */
const ORDER = ['core', 'sync', 'compat', 'async', 'testing', 'streams', 'executors', 'service', 'web']

/** All packages that programs use, in the order of the table. */
export function allPackages(): string[] {
  const rank = (id: string): number => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length)
  return packages()
    .map(({ id }) => id)
    .filter((id) => id !== 'eslint-plugin')
    .sort((a, b) => rank(a) - rank(b))
}

/** The packages that apply to `runtime`, in the order of the table. */
export function packagesFor(runtime: Runtime): string[] {
  return allPackages().filter((id) => {
    const only = onlyPackages[id]
    return only === undefined || appliesTo(only.where, runtime)
  })
}
