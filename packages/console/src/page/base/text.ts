/**
 * How counts and paths are written. Texts of the program have been made safe by the server; here they are
 * text.
 */

/** The last two parts of a path: what people recognize. The whole one is in the title. */
export function shortPath(file: string): string {
  return file.split(/[\\/]/).slice(-2).join('/')
}

/** `1 task`, `2 tasks`, `98,214 tasks`. */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${number(count)} ${count === 1 ? noun : plural}`
}

/** A count with its thousands apart, small ones with one decimal. What is not known is `unknown`, never 0. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'unknown'
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 })
}
