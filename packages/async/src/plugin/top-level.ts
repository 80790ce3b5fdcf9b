/**
 * `await` at the top level of a module, which stays as it is.
 *
 * esbuild refuses it where async functions are lowered, and says where each one stands. So another operator takes its
 * place until esbuild is done: a chain of signs, as long as `await` and a blank, that binds as tightly and that nobody
 * writes. No column moves.
 */

import type { Message } from 'esbuild'

const INSTEAD = '~-~-~~'

/** Puts other operators in place of the awaits that esbuild has refused. Returns null if it refused anything else. */
export function hideAwaits(code: string, refused: unknown, file: string): string | null {
  const errors = (refused as { errors?: readonly Message[] }).errors ?? []
  if (errors.length === 0 || errors.some(({ text }) => !text.startsWith('Top-level await is not')))
    return null
  const lines = code.split('\n')
  // From the end, so that a longer line does not move those before.
  for (const { location } of [...errors].reverse()) {
    if (location === null) return null
    const line = lines[location.line - 1] as string
    // esbuild counts bytes.
    const column = Buffer.from(line).subarray(0, location.column).toString().length
    const before = line.slice(0, column)
    const after = line.slice(column)
    if (!after.startsWith('await') || before.includes(INSTEAD)) return null
    if (/\bfor\s*$/.test(before)) {
      throw new SyntaxError(
        `${file}:${location.line}:${column + 1}: a \`for await\` at the top level cannot be lowered: put it into an async function`,
      )
    }
    lines[location.line - 1] = before + after.replace(/^await[ \t]?/, INSTEAD)
  }
  return lines.join('\n')
}

export function showAwaits(code: string): string {
  return code.replaceAll(INSTEAD, 'await ')
}
