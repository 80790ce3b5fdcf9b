/** The names in the stack of an error, innermost first, however the engine writes it. */
export function namesIn(error: unknown): string[] {
  const lines = ((error as Error).stack ?? '').split('\n').filter((line) => line !== '')
  if (lines.some((line) => line.startsWith('    at '))) {
    return lines.slice(1).map((line) => line.replace(/^ +at /, '').replace(/ \(.*/, ''))
  }
  return lines.map((line) => line.replace(/@.*/, '').replace('async*', 'async '))
}
