// What the reference has a page of: every public entry of every package, by the name one imports it by. They
// are read from the packages' `exports`, so that a new entry cannot be left out; only the order is written
// down here.

import { packages } from '../../../scripts/lib/workspace.ts'
import { inOrder } from './order.ts'

export interface EntryPoint {
  /** `@acoro/core/lowlevel` */
  specifier: string
  packageName: string
  source: string
  /** The entry `.` stands for the package: the README is shown on its page. */
  main: boolean
  dir: string
}

/** As the README lists them. */
const order = [
  'core',
  'sync',
  'compat',
  'testing',
  'streams',
  'executors',
  'service',
  'web',
  'distributed',
  'console',
  'opentelemetry',
]

export const entryPoints: EntryPoint[] = inOrder(packages(), order, ({ id }) => id).flatMap(
  ({ dir, manifest, entries }) =>
    entries.map(({ specifier, source, subpath }) => ({
      specifier,
      packageName: manifest.name,
      source,
      main: subpath === '.',
      dir,
    })),
)
