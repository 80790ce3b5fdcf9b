/**
 * Where tokens stand that the syntax tree has no nodes for: parentheses, arrows, `async`, `*`. Comments may
 * stand between them, and hold anything.
 */

const BLANK = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n\r\u2028\u2029]*)*/y

/** Where the first token from `at` on begins: after blanks and comments. */
export function tokenFrom(code: string, at: number): number {
  BLANK.lastIndex = at
  return at + (BLANK.exec(code)?.[0].length ?? 0)
}

/** Where the first token after `word` begins, if `word` is the token at `at`. Else `at` itself. */
export function past(code: string, at: number, word: string): number {
  return code.startsWith(word, at) ? tokenFrom(code, at + word.length) : at
}

/** Where the `=>` stands that comes after parameters. They end at `at`. */
export function arrowFrom(code: string, at: number): number {
  let found = tokenFrom(code, at)
  // A comma, and parentheses.
  while (!code.startsWith('=>', found)) found = tokenFrom(code, found + 1)
  return found
}
