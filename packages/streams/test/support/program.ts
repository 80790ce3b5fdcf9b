// Programs of ours in processes of their own, on the sources or on the built files, like the tests.

import { fileURLToPath } from 'node:url'

const onDist = process.env.ACORO_TEST_DIST === '1'

/** What Node needs to run a program that imports the packages; it has to be started in this package. */
export const nodeArguments: readonly string[] = [
  ...(onDist ? [] : ['--conditions=@acoro/source']),
  '--import',
  'tsx',
]

/** The path of the program `fixtures/<name>.ts`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}.ts`, import.meta.url))
}
