/**
 * What stands above a case. With types the coroutines of `fixtures/world.ts` are imported; without, their
 * source stands there, because syntax sees one file only.
 */

import { readFileSync } from 'node:fs'
import tseslint from 'typescript-eslint'
import { fixtures, sharedParser } from './shared-program.ts'

export { fixtures }

const world = readFileSync(`${fixtures}world.ts`, 'utf8')
const names = [...world.matchAll(/^export (?:declare )?(?:const|function|interface) (\w+)/gm)].map(
  ([, name]) => name,
)

const core =
  'type Awaitable, CancelledError, coroutine, createTask, currentTask, type Future, gather, isCancelledError, race, run, shield, sleep, ' +
  'type Suspension, type Task, taskGroup, throwIfCancelled, TimeoutError'

const common = `import { ${core} } from '@acoro/core'\nimport { co, legacy, toPromise } from '@acoro/compat'\nimport { stepCoroutine } from '@acoro/testing'\n`

/** What stands above a case. */
export const prelude = {
  typed: `${common}import { ${names.join(', ')} } from './world.ts'\n`,
  untyped: `${common}import { Lock, Semaphore } from '@acoro/sync'\n${world
    .split('\n')
    .filter((line) => !line.startsWith('import '))
    .join('\n')
    .replaceAll(/^export /gm, '')}`,
}

export type Mode = keyof typeof prelude

/** A statement or several, in the body of a coroutine. */
export function inCoroutine(body: string): string {
  return `export const main = coroutine(function* () {\n${body}\n})\n`
}

/** The parser for a mode. Typed cases have to be announced to the program they share. */
export function languageOptions(mode: Mode): object {
  return { parser: mode === 'typed' ? sharedParser : tseslint.parser }
}
