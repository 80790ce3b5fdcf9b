import type { Place } from '../protocol/rows.ts'

/** `work (/srv/app.ts:10:3)`. */
export function placeText({ name, file, line, column }: Place): string {
  if (file === null) return name
  return `${name} (${file}${line === null ? '' : `:${line}`}${column === null ? '' : `:${column}`})`
}
