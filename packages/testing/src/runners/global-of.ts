/** The global `it` of runners that make one for their test files. */

import { RuntimeError } from '@acoro/core'

type Registrar = (...args: unknown[]) => unknown

/** RuntimeError, with what to do, if there is none. */
export function globalOf(runner: string): Registrar {
  const { it, test } = globalThis as { it?: unknown; test?: unknown }
  const found = it ?? test
  if (typeof found !== 'function') {
    throw new RuntimeError(
      `Expected the global \`it\` of ${runner}, and there is none: use it in a test file that ${runner} runs. If ` +
        `${runner} makes no globals, write it('…', virtual(function* (loop) { … })) with the \`it\` that you import`,
    )
  }
  return found as Registrar
}
