/**
 * The text that vitest reads the fixtures of a test off: `({ db, user }) {}`.
 *
 * Vitest sets up only those fixtures that stand in the parameters of the test, and looks for them in the text
 * of the function. The body of a coroutine test has the loop before them: `function* (loop, { db }) { … }`.
 */

/** The text of a function with the parameters of `body` without the first. */
export function fixturesText(body: (...args: never[]) => unknown): string {
  const text = Function.prototype.toString.call(body).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  const opening = text.indexOf('(')
  const arrow = text.indexOf('=>')
  // `loop => …` has no more than one.
  if (opening < 0 || (arrow >= 0 && arrow < opening)) return '() {}'
  let depth = 0
  let rest = -1
  for (let at = opening; at < text.length; at++) {
    const char = text[at] as string
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char) && --depth === 0) return `(${rest < 0 ? '' : text.slice(rest, at)}) {}`
    else if (char === ',' && depth === 1 && rest < 0) rest = at + 1
  }
  return '() {}'
}
